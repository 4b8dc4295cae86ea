import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuardedFetch } from '@/lib/adapters/connect-out/guarded-fetch'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { createOAuthClient } from '@/lib/adapters/oauth/create-oauth-client'
import { replaceClock } from '@/lib/clock'
import { openCredential } from '@/lib/credentials/open-credential'
import { recordLoginOutcome } from '@/lib/credentials/record-login-outcome'
import { parseEnv } from '@/lib/env'
import { exchangeOAuthCode } from '@/lib/oauth/exchange-oauth-code'
import { getOAuthRequest } from '@/lib/oauth/get-oauth-request'
import { GetOAuthRequestInput, OAuthAnswerInput, StartOAuthInput } from '@/lib/oauth/inputs'
import { mailServersOf, oauthAppsOf } from '@/lib/oauth/mail-apps'
import { receiveOAuthAnswer } from '@/lib/oauth/receive-oauth-answer'
import { redirectUri } from '@/lib/oauth/rules'
import { startOAuth } from '@/lib/oauth/start-oauth'
import type { MailProvider, OAuthClient } from '@/lib/oauth/types'
import { systemScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../../support/database'
import { egressTo } from '../../support/egress'
import { testEnv } from '../../support/env'
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider'
import { createWorld, type World } from '../../support/world'

const database = testDatabase()
const keys = readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] })
let world: World
let provider: IdentityProvider
let tokens: OAuthClient
let web: Parameters<typeof startOAuth>[2]
let addresses = 0

beforeAll(async () => {
  world = await createWorld(database)
  provider = await startIdentityProvider([
    redirectUri(testEnv.BASE_URL, 'google'),
    redirectUri(testEnv.BASE_URL, 'microsoft'),
  ])
  const env = parseEnv({ ...testEnv, ...provider.env })
  tokens = createOAuthClient(env, createGuardedFetch(egressTo(provider.port)))
  web = { sealingKeys: keys, oauthApps: oauthAppsOf(env) }
})
afterAll(() => provider.close())

const start = async (
  name: MailProvider = 'microsoft',
  address = `box${++addresses}@alpha.test`,
  who = world.a.owner,
) => (await startOAuth(who, StartOAuthInput.parse({ provider: name, address }), web)).url
const answerOf = (url: URL, over: Record<string, string> = {}) =>
  OAuthAnswerInput.parse({
    provider: url.pathname.split('/')[3],
    ...Object.fromEntries(url.searchParams),
    ...over,
  })
const worker = () => systemScope(world.a.tenantId, 'test')
const exchange = (oauthRequestId: string) =>
  exchangeOAuthCode(worker(), { oauthRequestId }, { keys, tokens, servers: mailServersOf(parseEnv(testEnv)) })

async function connect(address?: string, as?: string, name: MailProvider = 'microsoft'): Promise<string> {
  const back = await provider.consent(await start(name, address), as)
  const { oauthRequestId } = await receiveOAuthAnswer(world.a.owner, answerOf(back), web)
  await exchange(oauthRequestId)
  return oauthRequestId
}
const outcomeOf = async (id: string) =>
  (await database.query('SELECT outcome, sealed, sealed_answer FROM oauth_request WHERE id = $1', [id]))[0]
const credentialOf = async (address: string) => {
  const [row] = await database.query<{ id: string; state: string; expires_at: Date }>(
    'SELECT id, state, expires_at FROM credential WHERE account = $1',
    [address],
  )
  if (!row) throw new Error('no credential')
  return row
}
const login = (credentialId: string) => openCredential(worker(), { credentialId }, { keys, tokens })

test('one consent makes a mailbox, not yet read, and a way out, which share the login', async () => {
  const id = await connect('both@alpha.test')
  expect(await outcomeOf(id)).toEqual({ outcome: 'connected', sealed: null, sealed_answer: null })
  const credential = await credentialOf('both@alpha.test')
  const rows = await database.query(
    `SELECT 'out' AS way, host, port, encryption::text, credential_id FROM outbound_channel WHERE from_address = $1
     UNION ALL SELECT 'in', host, port, encryption::text, credential_id FROM mailbox_connection WHERE address = $1
     ORDER BY way`,
    ['both@alpha.test'],
  )
  const shared = { credential_id: credential.id }
  expect(rows).toEqual([
    { way: 'in', host: 'outlook.office365.com', port: 993, encryption: 'tls', ...shared },
    { way: 'out', host: 'smtp.office365.com', port: 587, encryption: 'starttls', ...shared },
  ])
  expect(await login(credential.id)).toMatchObject({ kind: 'oauth', user: 'both@alpha.test' })
})

test.each(['microsoft', 'google'] as const)(
  'who consents at %s for another address is named, and the servers decide; the same one is not',
  async (name) => {
    const shown = async (id: string) => {
      const { oauthRequestId } = GetOAuthRequestInput.parse({ oauthRequestId: id })
      return getOAuthRequest(world.a.owner, { oauthRequestId })
    }
    const shared = await connect(`shared-${name}@alpha.test`, 'anna@alpha.test', name)
    expect(await shown(shared)).toMatchObject({ outcome: 'connected', account: 'anna@alpha.test' })
    const { id } = await credentialOf(`shared-${name}@alpha.test`)
    expect(await login(id)).toMatchObject({ user: `shared-${name}@alpha.test` })
    const own = await connect(`Own-${name}@alpha.test`, `own-${name}@Alpha.test`, name)
    expect(await shown(own)).toMatchObject({ outcome: 'connected', account: null })
  },
)

test('the browser is sent with PKCE and the provider’s scopes, and never with the client’s secret', async () => {
  const url = new URL(await start('google'))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'postino',
    redirect_uri: 'http://localhost:3000/api/oauth/google/callback',
    code_challenge_method: 'S256',
    scope: 'openid email https://mail.google.com/',
    access_type: 'offline',
  })
  expect(url.toString()).not.toContain('secret')
  const [row] = await database.query(
    'SELECT state_hash, encode(sealed, $1) AS sealed FROM oauth_request ORDER BY id DESC LIMIT 1',
    ['escape'],
  )
  expect(JSON.stringify(row)).not.toContain(url.searchParams.get('state')?.split('.')[1])
})

test('a state is good once', async () => {
  const back = await provider.consent(await start())
  await receiveOAuthAnswer(world.a.owner, answerOf(back), web)
  await expect(receiveOAuthAnswer(world.a.owner, answerOf(back), web)).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('a state is good for the provider, the tenant and the browser session it was made for, and for ten minutes', async () => {
  const back = await provider.consent(await start())
  const answer = answerOf(back)
  const refused = { code: 'not_found' }
  const sameOwnerElsewhere = { ...world.a.owner, sessionId: world.b.owner.sessionId }
  await expect(
    receiveOAuthAnswer(world.a.owner, { ...answer, provider: 'google' }, web),
  ).rejects.toMatchObject(refused)
  await expect(receiveOAuthAnswer(world.b.owner, answer, web)).rejects.toMatchObject(refused)
  await expect(
    receiveOAuthAnswer({ ...world.b.owner, sessionId: world.a.owner.sessionId }, answer, web),
  ).rejects.toMatchObject(refused)
  await expect(receiveOAuthAnswer(sameOwnerElsewhere, answer, web)).rejects.toMatchObject(refused)
  const restore = replaceClock(() => Date.now() + 10 * 60_000 + 1_000)
  await expect(receiveOAuthAnswer(world.a.owner, answer, web)).rejects.toMatchObject(refused)
  restore()
  expect(await receiveOAuthAnswer(world.a.owner, answer, web)).toHaveProperty('oauthRequestId')
})

test('an answer that names another issuer is refused', async () => {
  const back = await provider.consent(await start())
  const { oauthRequestId } = await receiveOAuthAnswer(
    world.a.owner,
    answerOf(back, { iss: 'https://evil.example' }),
    web,
  )
  await exchange(oauthRequestId).catch(() => undefined)
  expect((await outcomeOf(oauthRequestId))?.outcome).not.toBe('connected')
})

test('a code that the provider does not know, and a consent that was denied, connect nothing', async () => {
  const back = await provider.consent(await start('microsoft', 'nothing@alpha.test'))
  const wrongCode = await receiveOAuthAnswer(world.a.owner, answerOf(back, { code: 'not-a-code' }), web)
  await exchange(wrongCode.oauthRequestId)
  expect(await outcomeOf(wrongCode.oauthRequestId)).toMatchObject({ outcome: 'provider_refused' })
  const state = new URL(await start('microsoft', 'nothing@alpha.test')).searchParams.get('state') ?? ''
  const denied = OAuthAnswerInput.parse({ provider: 'microsoft', state, error: 'access_denied' })
  const { oauthRequestId } = await receiveOAuthAnswer(world.a.owner, denied, web)
  expect(await outcomeOf(oauthRequestId)).toMatchObject({ outcome: 'denied' })
  expect(await database.query(`SELECT id FROM credential WHERE account = 'nothing@alpha.test'`)).toEqual([])
})

test('ten workers that need a new token at once refresh it once, and all get it', async () => {
  await connect('race@alpha.test')
  const credential = await credentialOf('race@alpha.test')
  for (let round = 1; round <= 3; round++) {
    await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [credential.id])
    provider.tokenRequests.length = 0
    const logins = await Promise.all(
      Array.from({ length: 10 }, () =>
        openCredential(worker(), { credentialId: credential.id }, { keys, tokens: hourly(tokens) }),
      ),
    )
    expect(provider.tokenRequests).toEqual(['refresh_token'])
    expect(new Set(logins.map((one) => JSON.stringify(one))).size).toBe(1)
  }
})

test('a refused refresh stops everything at once, and a new consent for the address sets it going again', async () => {
  await connect('again@alpha.test')
  const credential = await credentialOf('again@alpha.test')
  await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [credential.id])
  const refusing = { ...tokens, refresh: async () => 'refused' as const }
  const opened = openCredential(worker(), { credentialId: credential.id }, { keys, tokens: refusing })
  await expect(opened).rejects.toMatchObject({
    code: 'credential_refused',
    details: { trouble: 'consent_revoked' },
  })
  await connect('again@alpha.test')
  expect(await credentialOf('again@alpha.test')).toMatchObject({ id: credential.id, state: 'ok' })
  const channels = await database.query(
    `SELECT id FROM outbound_channel WHERE from_address = 'again@alpha.test'`,
  )
  expect(channels).toHaveLength(1)
})

test('a token that a mail server refused is not used again: the next try refreshes it first', async () => {
  await connect('withdrawn@alpha.test')
  const { id: credentialId } = await credentialOf('withdrawn@alpha.test')
  const first = await login(credentialId)
  provider.tokenRequests.length = 0
  await recordLoginOutcome(worker(), { credentialId, outcome: 'refused', word: 'token_refused' })
  expect(await login(credentialId)).not.toEqual(first)
  expect(provider.tokenRequests).toEqual(['refresh_token'])
  for (let i = 0; i < 2; i++)
    await recordLoginOutcome(worker(), { credentialId, outcome: 'refused', word: 'token_refused' })
  await expect(login(credentialId)).rejects.toMatchObject({ code: 'credential_refused' })
  expect(provider.tokenRequests).toEqual(['refresh_token'])
})

test('a new consent sets mailbox and way out going at once, whatever they waited for', async () => {
  const address = 'renewed@alpha.test'
  await connect(address)
  const { id } = await credentialOf(address)
  await database.query(`UPDATE credential SET state = 'revoked' WHERE id = $1`, [id])
  await database.query(
    `UPDATE mailbox_connection SET state = 'consent-revoked', failures = 9, next_attempt_at = now() + interval '5 minutes'
     WHERE credential_id = $1`,
    [id],
  )
  await database.query(`UPDATE outbound_channel SET trouble = 'consent_revoked' WHERE credential_id = $1`, [
    id,
  ])
  await connect(address)
  const rows = await database.query(
    `SELECT c.state, c.failures, c.next_attempt_at <= now() AS "isDue", o.trouble, k.state AS login
     FROM mailbox_connection c JOIN credential k ON k.id = c.credential_id
     JOIN outbound_channel o ON o.credential_id = k.id WHERE k.id = $1`,
    [id],
  )
  expect(rows).toEqual([{ state: 'new', failures: 0, isDue: true, trouble: null, login: 'ok' }])
})

test('a worker that dies after the provider’s answer and before the commit: nobody uses what nobody stored, and it is told', async () => {
  await connect('dying@alpha.test')
  const { id: credentialId } = await credentialOf('dying@alpha.test')
  await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [credentialId])
  const dying: OAuthClient = {
    ...tokens,
    refresh: async (...given) => {
      await tokens.refresh(...given)
      throw new Error('killed here')
    },
  }
  const opened = openCredential(worker(), { credentialId }, { keys, tokens: dying })
  await expect(opened).rejects.toThrow('killed here')
  // This provider takes a refresh token once: the tenant is told to consent again, and nothing hangs.
  await expect(login(credentialId)).rejects.toMatchObject({ details: { trouble: 'consent_revoked' } })
  await connect('dying@alpha.test')
  expect(await login(credentialId)).toMatchObject({ kind: 'oauth' })
})

test('a database that goes away between the provider’s answer and the commit is waited for: the answer is kept', async () => {
  await connect('away@alpha.test')
  const { id: credentialId } = await credentialOf('away@alpha.test')
  await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [credentialId])
  provider.tokenRequests.length = 0
  const cutting: OAuthClient = {
    ...hourly(tokens),
    refresh: async (...given) => {
      const answer = await hourly(tokens).refresh(...given)
      await database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'postino_app'`,
      )
      return answer
    },
  }
  const opened = await openCredential(worker(), { credentialId }, { keys, tokens: cutting })
  expect(opened).toMatchObject({ kind: 'oauth' })
  expect(await login(credentialId), 'kept for all').toEqual(opened)
  expect(provider.tokenRequests).toEqual(['refresh_token'])
})

test('a row that somebody holds for longer than the database waits is waited for: the answer is kept', async () => {
  await connect('held@alpha.test')
  const { id: credentialId } = await credentialOf('held@alpha.test')
  await database.query('UPDATE credential SET expires_at = now() WHERE id = $1', [credentialId])
  const holder = new pg.Client({ connectionString: database.url })
  await holder.connect()
  provider.tokenRequests.length = 0
  provider.beforeRefreshAnswer = async () => {
    provider.beforeRefreshAnswer = async () => {}
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM credential WHERE id = $1 FOR UPDATE', [credentialId])
    // The database gives up after two.
    setTimeout(() => holder.query('ROLLBACK').then(() => holder.end()), 3_000)
  }
  expect(await login(credentialId)).toMatchObject({ kind: 'oauth', user: 'held@alpha.test' })
  expect(provider.tokenRequests).toEqual(['refresh_token'])
})

test('an answer that comes when another worker has given up already is kept all the same, and brings the mailbox back', async () => {
  await connect('slow@alpha.test')
  const { id: credentialId } = await credentialOf('slow@alpha.test')
  await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [credentialId])
  const refusing = { ...tokens, refresh: async () => 'refused' as const }
  const overtaken: OAuthClient = {
    ...tokens,
    refresh: async (...given) => {
      const answer = await hourly(tokens).refresh(...given)
      await database.query(`UPDATE credential SET leased_until = now() - interval '1 second' WHERE id = $1`, [
        credentialId,
      ])
      const other = openCredential(worker(), { credentialId }, { keys, tokens: refusing })
      await expect(other).rejects.toMatchObject({ details: { trouble: 'consent_revoked' } })
      return answer
    },
  }
  expect(await openCredential(worker(), { credentialId }, { keys, tokens: overtaken })).toMatchObject({
    kind: 'oauth',
  })
  expect(await credentialOf('slow@alpha.test')).toMatchObject({ state: 'ok' })
})

test('a provider that does not answer changes nothing: the next one tries again', async () => {
  await connect('later@alpha.test')
  const { id } = await credentialOf('later@alpha.test')
  await database.query(`UPDATE credential SET expires_at = now() WHERE id = $1`, [id])
  const away = {
    ...tokens,
    refresh: async () => {
      throw new Error('away')
    },
  }
  await expect(openCredential(worker(), { credentialId: id }, { keys, tokens: away })).rejects.toThrow('away')
  expect(
    await openCredential(worker(), { credentialId: id }, { keys, tokens: hourly(tokens) }),
  ).toMatchObject({
    kind: 'oauth',
  })
})

test('without an app of the operator there is nothing to connect with', async () => {
  const none = { ...web, oauthApps: {} }
  const input = StartOAuthInput.parse({ provider: 'google', address: 'x@alpha.test' })
  await expect(startOAuth(world.a.owner, input, none)).rejects.toMatchObject({ code: 'feature_off' })
})

const hourly = (client: OAuthClient): OAuthClient => ({
  ...client,
  refresh: async (...given) => {
    const answer = await client.refresh(...given)
    return answer === 'refused' ? answer : { ...answer, expiresAt: new Date(Date.now() + 3_600_000) }
  },
})
