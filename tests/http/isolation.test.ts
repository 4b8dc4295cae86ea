import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isValidElement } from 'react'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hashPassword } from '@/lib/access/passwords'
import { newId } from '@/lib/ids'
import { stopLiveHub } from '@/lib/live/hub'
import { webPorts } from '@/lib/web-wiring'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { type Entry, listEntries, loadModule } from './support/inventory'
import { agentsPassword, call, ownInputs, type Seen } from './support/isolation-calls'
import { addIsolationRows, type IdKind, type IsolationRows } from './support/isolation-rows'
import { asBrowser } from './support/next-headers'
import { type Browser, cookieOf, signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))
vi.mock('next-intl/server', () => import('./support/next-intl-server'))
process.env.GOOGLE_CLIENT_ID = 'app'
process.env.GOOGLE_CLIENT_SECRET = 'secret'
process.env.MAIL_GOOGLE_CLIENT_ID = 'app'
process.env.MAIL_GOOGLE_CLIENT_SECRET = 'secret'
process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-isolation-'))}`

const database = testDatabase()
let world: World
let entries: Entry[]
let pages: Entry[]
let own: IsolationRows
let foreign: IsolationRows
let agent: Browser
let shared: Browser
let before: string
const counts = { entries: 0, pages: 0, calls: 0, foreignIds: 0, leaks: 0 }

beforeAll(async () => {
  webPorts().remotePictures = {
    load: async () => ({ bytes: Buffer.from('GIF89a'), contentType: 'image/gif' }),
  }
  world = await createWorld(database)
  // Everything is allowed to them: what keeps them out must be the tenant.
  await database.query(`UPDATE membership SET role = 'admin' WHERE role = 'agent'`)
  agent = await signIn(world.a.agent)
  shared = await signIn(world.a.shared)
  const spare = await signIn(world.a.agent)
  const theirs = await signIn(world.b.agent)
  own = await addIsolationRows(world.a, world.a.agent, spare.sessionId, {
    ticketNumber: 41,
    canary: 'CANARY-A',
  })
  foreign = await addIsolationRows(world.b, world.b.agent, theirs.sessionId, {
    ticketNumber: 42,
    canary: 'CANARY-B',
  })
  // A consent is brought back by the very session that asked for it.
  await database.query('UPDATE oauth_request SET session_id = $1 WHERE tenant_id = $2', [
    agent.sessionId,
    world.a.tenantId,
  ])
  await database.query('UPDATE app_user SET password_hash = $1 WHERE id = $2', [
    await hashPassword(agentsPassword),
    world.a.agent.actor.userId,
  ])
  await database.query('UPDATE session SET reauthenticated_at = now() WHERE id = $1', [agent.sessionId])
  const all = await listEntries()
  entries = all.filter((entry) => entry.facts?.kind === 'action' || entry.facts?.kind === 'route')
  pages = all.filter((entry) => entry.kind === 'page' && entry.name.includes('[tenant]'))
  counts.entries = entries.length
  counts.pages = pages.length
  before = await checksumOf(world.b.tenantId)
})

afterAll(async () => {
  await stopLiveHub()
  // For `npm run isolation`, which shows the numbers.
  const folder = path.resolve(import.meta.dirname, '../../test-results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'isolation.json'), JSON.stringify(counts))
})

test('every entry has a call that succeeds for its owner', () => {
  const missing = entries.filter((entry) => !(entry.name in ownInputs))
  expect(missing.map((entry) => entry.name)).toEqual([])
})

test("another tenant's id in any field is answered byte for byte as an id of nobody", async () => {
  for (const entry of entries)
    for (const [field, kind] of Object.entries(entry.ids)) {
      const base = inputOf(entry)
      for (const cookie of [agent.cookie, shared.cookie]) {
        const theirs = await ask(entry, 'alpha', { ...base, [field]: foreign.ids[kind as IdKind] }, cookie)
        const nobodys = await ask(entry, 'alpha', { ...base, [field]: idOfNobody(kind) }, cookie)
        counts.foreignIds += 1
        compare(theirs, nobodys, `${entry.name}: ${field}`)
        if (entry.name !== 'GET /t/[tenant]/data/tickets')
          expect(theirs.isNotFound, `${entry.name}: ${field}`).toBe(true)
      }
    }
})

test('the special rows of another tenant are those of nobody too: a join request, a quarantined mail', async () => {
  const special: [string, string, string][] = [
    ['decideJoinAction', 'messageId', foreign.joinMessageId],
    ['retryQuarantinedAction', 'rawMailId', foreign.quarantinedId],
  ]
  for (const [name, field, id] of special) {
    const entry = entryNamed(name)
    const theirs = await ask(entry, 'alpha', { ...inputOf(entry), [field]: id }, agent.cookie)
    const nobodys = await ask(entry, 'alpha', { ...inputOf(entry), [field]: newId() }, agent.cookie)
    compare(theirs, nobodys, name)
    expect(theirs.isNotFound, name).toBe(true)
  }
})

test('an id in another spelling, an operator, a list and nothing at all are refused as input', async () => {
  for (const entry of entries.filter((one) => one.kind === 'action'))
    for (const [field, kind] of Object.entries(entry.ids))
      for (const value of [
        { not: '' },
        { contains: '' },
        [foreign.ids[kind as IdKind]],
        '',
        '__proto__',
        1e308,
      ]) {
        const answer = await ask(entry, 'alpha', { ...inputOf(entry), [field]: value }, agent.cookie)
        expect(answer.all, `${entry.name}: ${field}`).toContain('"code":"invalid_input"')
      }
})

test("another tenant's address with its own ids is answered byte for byte as a tenant of nobody", async () => {
  for (const entry of entries) {
    const input = ownInputs[entry.name]?.(foreign) ?? {}
    const theirs = await ask(entry, 'beta', input, agent.cookie)
    const nobodys = await ask(entry, 'nowhere', input, agent.cookie)
    compare(theirs, nobodys, entry.name)
    expect(theirs.isNotFound, entry.name).toBe(true)
  }
})

test('whoever is not signed in, or no longer, is told the same about every tenant', async () => {
  const gone = await signIn(world.a.agent)
  await database.query('UPDATE session SET revoked_at = now() WHERE id = $1', [gone.sessionId])
  for (const cookie of ['', 'postino.session=forged', gone.cookie, await cookieOf(newId())])
    for (const entry of entries) {
      const theirs = await ask(entry, 'beta', ownInputs[entry.name]?.(foreign) ?? {}, cookie)
      const nobodys = await ask(entry, 'nowhere', inputOf(entry), cookie)
      compare(theirs, nobodys, entry.name)
      expect(theirs.all, entry.name).toContain('unauthenticated')
    }
})

test('a member who was removed a second ago finds nothing with his old cookie', async () => {
  const leaver = await signIn(world.a.owner)
  await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [
    world.a.owner.actor.membershipId,
  ])
  for (const entry of entries) {
    const here = await ask(entry, 'alpha', inputOf(entry), leaver.cookie)
    const nowhere = await ask(entry, 'nowhere', inputOf(entry), leaver.cookie)
    compare(here, nowhere, entry.name)
    expect(here.isNotFound, entry.name).toBe(true)
  }
})

test("pages answer another tenant's address as an address of nobody", async () => {
  for (const page of pages) {
    const theirs = await visit(page, 'beta', agent.cookie)
    expect(theirs, page.name).toBe('NEXT_HTTP_ERROR_FALLBACK;404')
    expect(await visit(page, 'nowhere', agent.cookie), page.name).toBe(theirs)
    const anonymous = await visit(page, 'beta', '')
    expect(anonymous, page.name).toContain('/sign-in')
    expect(await visit(page, 'nowhere', ''), page.name).toBe(anonymous)
  }
})

test('the lasting address of a mail leads its own people there, and nobody else', async () => {
  const page = pages.find(({ name }) => name.includes('[rawMailId]'))
  if (!page) throw new Error('mails have no address')
  const notThere = 'NEXT_HTTP_ERROR_FALLBACK;404'
  expect(await visit(page, 'alpha', agent.cookie, own.ids.RawMailId)).toBe('rendered')
  for (const id of [foreign.ids.RawMailId, foreign.quarantinedId, newId(), 'no-id'])
    expect(await visit(page, 'alpha', agent.cookie, id)).toBe(notThere)
})

test('lists and counts of a tenant hold nothing of another', async () => {
  for (const name of [
    'GET /t/[tenant]/data/overview',
    'GET /t/[tenant]/data/quarantine',
    'GET /t/[tenant]/data/tickets',
  ]) {
    const input = name.endsWith('/tickets') ? { view: 'all', subject: 'CANARY' } : {}
    const answer = await ask(entryNamed(name), 'alpha', input, shared.cookie)
    expect(answer.isOk, name).toBe(true)
    if (!name.endsWith('overview')) expect(answer.all, name).toContain('CANARY-A')
    expect(answer.all, name).not.toContain('CANARY-B')
  }
})

test('nothing of all this changed a row of the other tenant', async () => {
  expect(await checksumOf(world.b.tenantId)).toBe(before)
})

test('and every entry does what it is for with rows of one’s own', async () => {
  const last = ['revokeSessionAction', 'setPasswordAction', 'signOutAction']
  const ordered = [...entries].sort((a, b) => last.indexOf(a.name) - last.indexOf(b.name))
  for (const entry of ordered) {
    const answer = await ask(entry, 'alpha', inputOf(entry), agent.cookie)
    expect(answer.isOk, `${entry.name}: ${answer.all.slice(0, 300)}`).toBe(true)
  }
  expect(await checksumOf(world.b.tenantId)).toBe(before)
})

const inputOf = (entry: Entry): Record<string, unknown> => ownInputs[entry.name]?.(own) ?? {}

const idOfNobody = (kind: string): string | number => (kind === 'TicketNumber' ? 999_999 : newId())

function entryNamed(name: string): Entry {
  const entry = entries.find((one) => one.name === name)
  if (!entry) throw new Error(`no entry ${name}`)
  return entry
}

async function ask(
  entry: Entry,
  slug: string,
  input: Record<string, unknown>,
  cookie: string,
): Promise<Seen> {
  counts.calls += 1
  return call(entry, slug, input, cookie)
}

function compare(theirs: Seen, nobodys: Seen, what: string): void {
  if (theirs.all !== nobodys.all || theirs.all.includes('CANARY-B')) counts.leaks += 1
  expect(theirs.all, what).toBe(nobodys.all)
  expect(theirs.all, what).not.toContain('CANARY-B')
}

/** What a page throws instead of rendering: Next's own words for "not found" and for a redirect. */
async function visit(
  page: Entry,
  tenant: string,
  cookie: string,
  rawMailId: string | number = newId(),
): Promise<string> {
  counts.calls += 1
  const { default: render } = await loadModule(page.file)
  if (typeof render !== 'function') throw new Error(`${page.file} has no page`)
  const params = Promise.resolve({ tenant, number: '42', rawMailId })
  try {
    await asBrowser({ cookie }, async () => {
      let drawn: unknown = await render({ params, searchParams: Promise.resolve({}) })
      // A page may hand all of its work to a component that two pages share: that one is asked too.
      while (isValidElement(drawn) && typeof drawn.type === 'function')
        drawn = await Reflect.apply(drawn.type, undefined, [drawn.props])
    })
  } catch (thrown) {
    if (thrown instanceof Error && 'digest' in thrown) return String(thrown.digest)
    throw thrown
  }
  return 'rendered'
}

/** One number for everything a tenant has. */
async function checksumOf(tenantId: string): Promise<string> {
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1`,
  )
  expect(tables.length).toBeGreaterThan(30)
  const sums = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM "${name}" t WHERE tenant_id = $1`,
  )
  return JSON.stringify(await database.query(sums.join(' UNION ALL '), [tenantId]))
}
