import { afterAll, beforeAll, expect, test } from 'vitest'
import { replaceCredential } from '@/lib/credentials/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { testDatabase } from '../../support/database'
import { plainAnswers, type ScriptedImap, startScriptedImap } from '../../support/scripted-imap'
import { createWorld, type World } from '../../support/world'
import { addMailbox, createMailboxRig, keys, type MailboxRig, type TestMailbox, visit } from './mailbox-world'

/** What a server says to a login decides who must act: the tenant, the server, or nobody. */
const database = testDatabase()
let world: World
let rig: MailboxRig

beforeAll(async () => {
  world = await createWorld(database)
  rig = await createMailboxRig(database)
})
afterAll(() => rig.pipeline.close())

let users = 0
const mailboxAt = (server: ScriptedImap): Promise<TestMailbox> =>
  addMailbox(rig, world.a, { user: `login${++users}`, port: server.port, password: 'given' })

const answering = (answer: () => string): Promise<ScriptedImap> =>
  startScriptedImap({
    greet: '* OK [CAPABILITY IMAP4rev1] hello\r\n',
    answer: (tag, command) =>
      /^LOGIN/.test(command) ? `${tag} ${answer()}\r\n` : plainAnswers(tag, command),
  })

const stateAfterVisit = (mailbox: TestMailbox): Promise<string> =>
  visit(rig, world.a, mailbox).then(
    () => 'well',
    (error: unknown) => (isAppError(error) ? String(error.details.state) : String(error)),
  )

const loginsAt = (server: ScriptedImap): number => server.heard().match(/^\d+ LOGIN/gm)?.length ?? 0

test('a refused password is tried three times and then not again, so that no account is locked; a new one is tried at once', async () => {
  let answer = 'NO [AUTHENTICATIONFAILED] Invalid credentials'
  const server = await answering(() => answer)
  const mailbox = await mailboxAt(server)
  for (let i = 0; i < 8; i++) expect(await stateAfterVisit(mailbox)).toBe('password-refused')
  expect(loginsAt(server)).toBe(3)
  answer = 'OK welcome'
  expect(await stateAfterVisit(mailbox), 'the old one stays untried').toBe('password-refused')
  await withTenant(world.a.owner, (db) =>
    replaceCredential(
      db,
      world.a.tenantId,
      {
        credentialId: mailbox.credentialId,
        account: mailbox.user,
        secret: { kind: 'password', password: 'new' },
      },
      keys,
    ),
  )
  expect(await stateAfterVisit(mailbox)).toBe('well')
  expect(loginsAt(server)).toBe(4)
  await server.close()
})

test('a server that slows us down, or is ill, says nothing about the password: it is tried on', async () => {
  for (const [answer, state] of [
    ['NO [LIMIT] Too many logins', 'throttled'],
    ['NO [ALERT] Too many simultaneous connections. (Failure)', 'throttled'],
    ['NO [UNAVAILABLE] Temporary authentication failure', 'server-ill'],
  ] as const) {
    const server = await answering(() => answer)
    const mailbox = await mailboxAt(server)
    for (let i = 0; i < 5; i++) expect(await stateAfterVisit(mailbox)).toBe(state)
    expect(loginsAt(server)).toBe(5)
    const [row] = await database.query('SELECT state, refusals FROM credential WHERE id = $1', [
      mailbox.credentialId,
    ])
    expect(row).toEqual({ state: 'ok', refusals: 0 })
    await server.close()
  }
})
