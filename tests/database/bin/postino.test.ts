import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { startSmtpReceiver } from '@/lib/adapters/smtp-in/start-smtp-receiver'
import { storeCredential } from '@/lib/credentials/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { findRecipient } from '@/lib/ingest/find-recipient'
import { testDatabase } from '../../support/database'
import { testEnv } from '../../support/env'
import { createTestPipeline, mailText, type TestPipeline } from '../../support/ingest'
import { linesOf, runPostino } from '../../support/run-postino'
import { createWorld, type World } from '../../support/world'

// Each call is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

const database = testDatabase()
let world: World
let pipeline: TestPipeline
let folder: string
let receiver: Awaited<ReturnType<typeof startSmtpReceiver>>
const received: { text: string; envelopeFrom: string }[] = []

beforeAll(async () => {
  world = await createWorld(database)
  pipeline = await createTestPipeline()
  folder = await mkdtemp(path.join(tmpdir(), 'postino-cli-'))
  receiver = await startSmtpReceiver({
    host: '127.0.0.1',
    port: 0,
    hostname: 'postino.test',
    certificate: null,
    findRecipient,
    keep: async ({ bytes, envelopeFrom }) => {
      received.push({ text: Buffer.from(bytes).toString(), envelopeFrom })
    },
    onTrouble: () => {},
  })
})
afterAll(async () => {
  await receiver.close()
  await pipeline.close()
})

const env = () => ({
  ...testEnv,
  DATABASE_URL: database.url,
  DATABASE_APP_URL: database.urlOf('app'),
  DATABASE_SYSTEM_URL: database.urlOf('system'),
  DATABASE_EXECUTOR_URL: database.urlOf('executor'),
  BLOBS: `disk:${pipeline.blobsFolder}`,
  SMTP_HOST: '127.0.0.1',
  SMTP_PORT: String(receiver.port),
})
const postino = (...args: string[]) => runPostino(args, { env: env() })

const quarantined = async () => {
  // A bounce of a mail that is not ours belongs to no ticket.
  await pipeline.deliver(
    world.a,
    mailText(
      {
        From: 'MAILER-DAEMON@mx.example',
        Subject: 'Undelivered',
        'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
      },
      '--b\n\nnot delivered\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.1.1\n\n--b--\n',
    ),
    { from: '' },
  )
  const [row] = await database.query<{ id: string }>("SELECT id FROM raw_mail WHERE state = 'quarantined'")
  return row?.id ?? ''
}

test('quarantine lists, shows and retries the mails of the tenant it was asked for, and no other', async () => {
  const id = await quarantined()
  const ofA = await postino('quarantine', '--tenant', 'alpha', '--json')
  expect(linesOf(ofA.out)).toMatchObject([{ rawMailId: id, reason: 'bounce-of-unknown-mail' }])
  const ofB = await postino('quarantine', '--tenant', 'beta')
  expect(ofB).toMatchObject({ code: 0, out: '' })
  expect(await postino('quarantine', 'retry', id, '--tenant', 'beta')).toMatchObject({ code: 1 })
  expect((await postino('quarantine', 'show', id, '--tenant', 'alpha')).out).toMatch(/set aside/)
  expect(await postino('quarantine', 'retry', id, '--tenant', 'alpha')).toMatchObject({ code: 0 })
  const [row] = await database.query('SELECT state FROM raw_mail WHERE id = $1', [id])
  expect(row).toEqual({ state: 'kept' })
  const audit = await database.query("SELECT actor_kind FROM audit_entry WHERE action = 'quarantine_retried'")
  expect(audit).toEqual([{ actor_kind: 'system' }])
})

test('replay leaves what was decided as it is, and takes a quarantined mail through the pipeline', async () => {
  await pipeline.ingest(world.a)
  const id = await quarantined()
  expect((await postino('replay', id, '--dry')).out).toContain('Nothing is different.')
  expect(await database.query('SELECT state FROM raw_mail WHERE id = $1', [id])).toEqual([
    { state: 'quarantined' },
  ])
  const real = await postino('replay', id)
  expect(real.out).toContain('Replayed for real: quarantine.')
  expect(real.code).toBe(0)
})

test('replay lets a message show what is read today, unless it is only asked', async () => {
  await pipeline.deliver(
    world.a,
    mailText({ 'Message-ID': '<again@x.example>', Subject: 'Again' }, 'Hello.\n'),
  )
  const [row] = await database.query<{ id: string }>("SELECT id FROM raw_mail WHERE subject = 'Again'")
  const id = row?.id ?? ''
  const text = async () =>
    (
      await database.query<{ text: string }>(
        'SELECT visible_text AS text FROM message WHERE message_id_header = $1',
        ['again@x.example'],
      )
    )[0]?.text
  await database.query("UPDATE message SET visible_text = 'Hell' WHERE message_id_header = $1", [
    'again@x.example',
  ])
  expect((await postino('replay', id, '--dry')).out).toContain('+ "Hello."')
  expect(await text()).toBe('Hell')
  expect((await postino('replay', id)).out).toContain(
    'Replayed for real: its message shows what is read today.',
  )
  expect(await text()).toBe('Hello.')
  expect((await postino('replay', id)).out).not.toContain('for real')
})

test('explain names each step of a delivered mail', async () => {
  await pipeline.deliver(world.a, mailText({ 'Message-ID': '<cli@x.example>', Subject: 'Explain me' }))
  const [row] = await database.query<{ id: string }>("SELECT id FROM raw_mail WHERE subject = 'Explain me'")
  const { code, out } = await postino('explain', row?.id ?? '')
  expect(code).toBe(0)
  expect(out).toContain('Outcome: create')
  expect(out).toMatch(/^Ticket looked for +No ticket it could belong to/m)
  expect(out).toMatch(/^Decided +A new ticket was made. Confirmation of receipt: /m)
  expect(await postino('explain', '00000000-0000-7000-8000-000000000000')).toMatchObject({ code: 1, out: '' })
})

test('explain says in plain words that tickets became one, and whom a forwarded mail proposes; replay finds nothing else', async () => {
  const answer = { To: 'anna@x.example', 'In-Reply-To': '<hall@x.example>' }
  for (const from of ['bruno@x.example', 'carla@x.example'])
    await pipeline.deliver(world.a, mailText({ ...answer, From: from, Subject: 'Re: Hall' }))
  await pipeline.deliver(
    world.a,
    mailText({
      From: 'anna@x.example',
      To: 'support@business.example, bruno@x.example, carla@x.example',
      'Message-ID': '<hall@x.example>',
      Subject: 'Hall',
    }),
  )
  const forward = mailText(
    { From: 'partner@x.example', Subject: 'Fwd: Lamp' },
    '---------- Forwarded message ---------\nFrom: Rosa <rosa@x.example>\nDate: Thu, 19 Nov 2026 at 18:03\nSubject: Lamp\nTo: partner@x.example\n\nIt flickers.\n',
  )
  await pipeline.deliver(world.a, forward)
  const idOf = async (subject: string) =>
    (await database.query<{ id: string }>('SELECT id FROM raw_mail WHERE subject = $1', [subject]))[0]?.id ??
    ''
  const merged = await postino('explain', await idOf('Hall'))
  expect(merged.out).toMatch(/^Done +It showed that #\d+ are the same conversation: .* ticket \d+/m)
  const proposed = await postino('explain', await idOf('Fwd: Lamp'), '--language', 'it')
  expect(proposed.out).toMatch(/rosa@x\.example è proposto come richiedente; .* non fa parte del vostro team/)
  for (const subject of ['Hall', 'Re: Hall', 'Fwd: Lamp'])
    expect((await postino('replay', await idOf(subject))).out).toContain('Nothing is different.')

  const file = path.join(folder, 'forward.eml')
  await writeFile(file, forward)
  expect((await postino('explain', file)).out).toMatch(/It passes on a mail by Rosa \(rosa@x\.example\)/)
})

test('deliver hands a file over with the line ends of SMTP, and says when it was not taken', async () => {
  const file = path.join(folder, 'mail.eml')
  await writeFile(file, 'Subject: x\n\n.one\r\ntwo\n')
  const taken = await postino('deliver', file, '--to', world.b.creationAddress, '--from', 'a@b.example')
  expect(taken).toMatchObject({ code: 0 })
  expect(received.at(-1)?.text).toContain('Subject: x\r\n\r\n.one\r\ntwo\r\n')
  expect(received.at(-1)?.envelopeFrom).toBe('a@b.example')
  expect(await postino('deliver', file, '--to', 'nobody@in.postino.test')).toMatchObject({ code: 1 })
  expect(await postino('deliver', file, '--to', 'no address')).toMatchObject({ code: 2 })
})

test('deliver sends as whoever wrote the mail, and as nobody when that is asked for', async () => {
  const file = path.join(folder, 'letter.eml')
  await writeFile(file, 'From: Eva <eva@cliente.example>\nSubject: x\n\nHello.\n')
  const to = ['--to', world.b.creationAddress]
  expect(await postino('deliver', file, ...to)).toMatchObject({ code: 0 })
  expect(received.at(-1)?.envelopeFrom).toBe('eva@cliente.example')
  expect(await postino('deliver', file, ...to, '--from', '<>')).toMatchObject({ code: 0 })
  expect(received.at(-1)?.envelopeFrom).toBe('')
})

test('doctor says for each part how it is, and fails while one does not work', async () => {
  const { code, out } = await postino('doctor', '--json')
  const findings = linesOf(out) as { name: string; state: string; remedy: string }[]
  const stateOf = (name: string) => findings.find((finding) => finding.name === name)?.state
  expect(['app', 'system', 'executor'].map((role) => stateOf(`database role ${role}`))).toEqual([
    'ok',
    'ok',
    'ok',
  ])
  expect(stateOf('migrations')).toBe('ok')
  expect(stateOf('mails and files')).toBe('ok')
  expect(stateOf('incoming mail')).toBe('ok')
  expect(stateOf('outgoing mail')).toBe('warn')
  // Nobody works here.
  expect(stateOf('workers')).toBe('fail')
  expect(code).toBe(1)
  expect(findings.filter(({ state, remedy }) => state !== 'ok' && remedy === '')).toEqual([])
})

test('inbound opens a way in for an address and prints its secret once', async () => {
  const created = await postino(
    'inbound',
    'create',
    '--tenant',
    'beta',
    '--address',
    world.b.creationAddress,
    '--json',
  )
  expect(linesOf(created.out)).toMatchObject([{ secret: expect.stringMatching(/^whsec_/) }])
  const listed = await postino('inbound', 'list', '--tenant', 'beta', '--json')
  expect(linesOf(listed.out)).toMatchObject([{ address: world.b.creationAddress, revokedAt: null }])
  expect(listed.out).not.toContain('whsec_')
  const other = await postino('inbound', 'create', '--tenant', 'beta', '--address', world.a.creationAddress)
  expect(other).toMatchObject({ code: 1, out: '' })
})

test('keys rotate seals what an older secret sealed with the newest key', async () => {
  const old = 'an older secret that was long enough as well'
  const keys = readSealingKeys({ KEY_FILE: undefined, POSTINO_SECRET: old, POSTINO_OLD_SECRETS: [] })
  const input = {
    provider: 'other',
    account: 'desk@beta.example',
    secret: { kind: 'password' as const, password: 'hush' },
  }
  await withTenant(world.b.owner, (db) => storeCredential(db, world.b.tenantId, input, keys))
  expect(await postino('keys', 'rotate')).toMatchObject({ code: 1, out: '' })
  const rotate = () =>
    runPostino(['keys', 'rotate', '--json'], { env: { ...env(), POSTINO_OLD_SECRETS: old } })
  expect(linesOf((await rotate()).out)).toMatchObject([{ resealed: 1 }])
  expect(linesOf((await rotate()).out)).toMatchObject([{ resealed: 0 }])
  const [row] = await database.query<{ key_id: string }>('SELECT key_id FROM credential')
  expect(row?.key_id).not.toBe(keys.current.id)
})

test('mailbox check asks a worker and says what it saw', async () => {
  await database.query(
    'INSERT INTO mailbox_connection (tenant_id, mailbox_id, address, host, port) VALUES ($1, $2, $3, $4, 993)',
    [world.b.tenantId, world.b.mailboxId, 'desk@beta.example', 'imap.beta.example'],
  )
  const listed = await postino('mailbox', '--tenant', 'beta')
  expect(listed.out).toContain(world.b.mailboxId)
  const checking = postino('mailbox', 'check', world.b.mailboxId, '--tenant', 'beta')
  const result = { state: 'password-refused', fingerprint: null, folders: [], mailCount: null }
  const answered = () =>
    database.query(
      'UPDATE mailbox_test SET finished_at = now(), result = $1 WHERE finished_at IS NULL RETURNING id',
      [JSON.stringify(result)],
    )
  await expect.poll(async () => (await answered()).length, { timeout: 30_000 }).toBe(1)
  expect(await checking).toMatchObject({ code: 1, out: 'password-refused\n' })
  const foreign = await postino('mailbox', 'check', world.b.mailboxId, '--tenant', 'alpha')
  expect(foreign).toMatchObject({ code: 1, out: '', err: 'mailbox not found\n' })
})
