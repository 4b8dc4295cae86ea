import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { scopeOfRawMail } from '@/lib/inspection/scope-of-raw-mail'
import { writeReading } from '@/lib/inspection/write-reading'
import { systemScope } from '@/lib/tenancy/scope'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const replay = async (rawMailId: string) =>
  replayMail(await scopeOfRawMail(rawMailId, 'test'), { rawMailId }, pipeline.ports, ingestSettings())

const rawMails = () =>
  database.query<{ id: string; outcome: string; subject: string }>(
    'SELECT id, outcome, subject FROM raw_mail WHERE tenant_id = $1 ORDER BY received_at, id',
    [world.a.tenantId],
  )
const counts = async () =>
  (
    await database.query(
      `SELECT (SELECT count(*) FROM raw_mail) AS mails, (SELECT count(*) FROM message) AS messages,
        (SELECT count(*) FROM ticket) AS tickets, (SELECT count(*) FROM outbound_mail) AS out,
        (SELECT count(*) FROM outbox) AS facts, (SELECT count(*) FROM audit_entry) AS audit`,
    )
  )[0]

test('every kind of mail replayed twice is what it was, and no row is new', async () => {
  const names = readdirSync('tests/fixtures/mail').filter((name) => name.endsWith('.eml'))
  for (const name of names) await pipeline.keep(world.a, readFileSync(`tests/fixtures/mail/${name}`))
  await pipeline.ingest(world.a)
  await pipeline.deliver(world.a, mailText({ 'Message-ID': '<later@x.example>', Subject: 'Later' }))
  await pipeline.deliver(
    world.a,
    mailText({ 'In-Reply-To': '<later@x.example>', Subject: 'Re: Later' }, 'Thanks!\n\n> hm\n'),
  )
  const before = await counts()
  const mails = await rawMails()
  expect(mails.length).toBeGreaterThan(names.length)
  for (const mail of [...mails, ...mails]) {
    const { differences, today } = await replay(mail.id)
    expect({ mail, differences, today }).toEqual({ mail, differences: [], today: mail.outcome })
  }
  expect(await counts()).toEqual(before)
}, 60_000)

test('what another version of the code read shows, and only that', async () => {
  const [mail] = (await rawMails()).filter(({ subject }) => subject === 'Re: Later')
  const id = mail?.id ?? ''
  await database.query(
    `UPDATE message SET visible_text = 'Thanks!?' WHERE id = (SELECT message_id FROM raw_mail WHERE id = $1)`,
    [id],
  )
  await database.query(
    `UPDATE raw_mail SET trail = (SELECT jsonb_agg(CASE WHEN e->>'stage' = 'classify'
       THEN jsonb_set(e, '{code}', '"bulk"') ELSE e END) FROM jsonb_array_elements(trail) e) WHERE id = $1`,
    [id],
  )
  expect((await replay(id)).differences).toEqual([
    { where: 'classify', stored: expect.stringMatching(/^bulk /), today: expect.stringMatching(/^human /) },
    { where: 'visibleText', stored: '"Thanks!?"', today: '"Thanks!"' },
  ])
})

test('done for real, the message shows what is read today, once; its ticket and what was sent stay', async () => {
  const [mail] = (await rawMails()).filter(({ subject }) => subject === 'Re: Later')
  const id = mail?.id ?? ''
  const before = await counts()
  const scope = await scopeOfRawMail(id, 'test')
  const { newReading } = await replay(id)
  if (!newReading) throw new Error('the mail is a message')
  await writeReading(scope, newReading, pipeline.ports)
  expect(await replay(id)).toMatchObject({ differences: [], newReading: null })
  const [message] = await database.query(
    `SELECT m.visible_text AS text, m.classification FROM message m JOIN raw_mail r ON r.message_id = m.id WHERE r.id = $1`,
    [id],
  )
  expect(message).toEqual({ text: 'Thanks!', classification: 'human' })
  expect(await counts()).toEqual({ ...before, audit: String(Number(before?.audit) + 1) })
  await expect(
    writeReading(systemScope(world.b.tenantId, 'test'), newReading, pipeline.ports),
  ).rejects.toThrow()
})

test('a certified mail that was kept before its envelope was written down says after a replay who carried it', async () => {
  const [mail] = await database.query<{ id: string; certified: object }>(
    `SELECT r.id, m.certified, r.outcome FROM raw_mail r JOIN message m ON m.id = r.message_id
     WHERE m.message_id_header = 'pec-envelope-with-its-certificate@pec.example'`,
  )
  if (!mail) throw new Error('the fixture is a message')
  expect(mail.certified).toMatchObject({ provider: 'Gestore Certificato S.p.A.', authentication: 'none' })
  await database.query(
    'UPDATE message SET certified = NULL WHERE id = (SELECT message_id FROM raw_mail WHERE id = $1)',
    [mail.id],
  )
  const { differences, newReading } = await replay(mail.id)
  expect(differences).toMatchObject([{ where: 'certified', stored: 'null' }])
  if (!newReading) throw new Error('the message shows something else than is read')
  await writeReading(await scopeOfRawMail(mail.id, 'test'), newReading, pipeline.ports)
  expect((await replay(mail.id)).differences).toEqual([])
  const rows = await database.query(
    'SELECT m.certified FROM message m JOIN raw_mail r ON r.message_id = m.id WHERE r.id = $1',
    [mail.id],
  )
  expect(rows).toEqual([{ certified: mail.certified }])
})

test('files that nobody found before come to the message, wrong names are mended, and no file goes away', async () => {
  const [mail] = await database.query<{ id: string; messageId: string }>(
    `SELECT r.id, r.message_id AS "messageId" FROM raw_mail r JOIN attachment a ON a.message_id = r.message_id
     WHERE r.outcome <> 'duplicate' GROUP BY r.id, r.message_id
     HAVING count(*) = 2 AND count(DISTINCT a.sha256) = 2 ORDER BY r.id LIMIT 1`,
  )
  if (!mail) throw new Error('a fixture has two files')
  const files = () =>
    database.query<{ id: string; name: string; sha256: string }>(
      'SELECT id, file_name AS name, sha256 FROM attachment WHERE message_id = $1 ORDER BY position',
      [mail.messageId],
    )
  const before = await files()
  await database.query('DELETE FROM attachment WHERE id = $1', [before[0]?.id])
  await database.query("UPDATE attachment SET file_name = 'wrong.bin' WHERE id = $1", [before[1]?.id])
  await database.query(
    `INSERT INTO attachment (id, tenant_id, message_id, position, file_name, content_type, size_bytes, sha256)
     SELECT gen_random_uuid(), tenant_id, message_id, 9, 'more.bin', 'text/plain', 1, repeat('0', 64)
     FROM attachment WHERE id = $1`,
    [before[1]?.id],
  )
  const { differences, newReading } = await replay(mail.id)
  expect(differences.map(({ where }) => where)).toEqual(['attachments', 'files'])
  if (!newReading) throw new Error('the message shows something else than is read')
  await writeReading(await scopeOfRawMail(mail.id, 'test'), newReading, pipeline.ports)
  const after = await files()
  expect(after.map(({ name }) => name)).toEqual([...before.map(({ name }) => name), 'more.bin'])
  expect(after[1], 'who links to it finds it').toEqual(before[1])
  expect(await replay(mail.id)).toMatchObject({ newReading: null, differences: [{ where: 'files' }] })
})

test('a mail is another tenant’s, or nobody’s: not found', async () => {
  const [mail] = await rawMails()
  const scope = systemScope(world.b.tenantId, 'test')
  const input = { rawMailId: mail?.id ?? '' }
  await expect(replayMail(scope, input, pipeline.ports, ingestSettings())).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(scopeOfRawMail('00000000-0000-7000-8000-000000000000', 'test')).rejects.toMatchObject({
    code: 'not_found',
  })
})
