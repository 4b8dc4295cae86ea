import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { claimMailbox } from '@/lib/mailboxes/store'
import { syncMailbox } from '@/lib/mailboxes/sync-mailbox'
import { systemScope } from '@/lib/tenancy/scope'
import { startCuttingProxy } from '../../support/cutting-proxy'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, user, world } from './mailbox-setup'
import { attend, syncPorts, type TestMailbox, visit } from './mailbox-world'

/** Without MOVE and UID EXPUNGE, as old servers are. */
let plainServer: Dovecot

setUpMailboxes()
beforeAll(async () => {
  plainServer = await startDovecot({
    capabilities: 'IMAP4rev1 LITERAL+ IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED',
  })
})
afterAll(() => plainServer.stop())

const ticketCount = async (subject: string): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM ticket WHERE subject = $1',
    [subject],
  )
  return row?.count ?? 0
}
const ids = async (of: Dovecot, folder: string) => (await of.list(user, folder)).map((mail) => mail.messageId)
const movesOf = (mailbox: TestMailbox) =>
  database.query<{ move: string; move_attempts: number }>(
    'SELECT move, move_attempts FROM mailbox_mail WHERE mailbox_id = $1 ORDER BY uid',
    [mailbox.mailboxId],
  )

describe('the folder of processed mail', () => {
  test('a mail goes there when it is a ticket, not before; the folder is made when it is missing', async () => {
    const mailbox = await connect({ processedFolder: 'Done' })
    await server.deliver(user, mailText({ Subject: 'To be moved', 'Message-ID': '<moved@x.example>' }))
    expect((await visit(rig, world.a, mailbox)).hasMovesAhead).toBe(true)
    expect(await ids(server, 'INBOX')).toEqual(['moved@x.example'])
    await rig.pipeline.ingest(world.a)
    expect((await visit(rig, world.a, mailbox)).hasMovesAhead).toBe(false)
    expect(await ids(server, 'INBOX')).toEqual([])
    expect(await server.list(user, 'Done')).toMatchObject([{ messageId: 'moved@x.example', flags: [] }])
    expect(await movesOf(mailbox)).toMatchObject([{ move: 'done' }])
    expect(await ticketCount('To be moved')).toBe(1)
  })

  test('a server without MOVE: copied and removed; cut off in between, the next try makes no second copy', async () => {
    const proxy = await startCuttingProxy(plainServer.port)
    const mailbox = await connect({ port: proxy.port, processedFolder: 'Done' })
    await plainServer.deliver(user, mailText({ Subject: 'To be copied', 'Message-ID': '<copied@x.example>' }))
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    // The answer to COPY never arrives; the copy does.
    proxy.rewrite((text) => (/OK \[COPYUID|Copy completed/.test(text) ? '' : text))
    const visiting = visit(rig, world.a, mailbox).catch((error: unknown) => error)
    await expect.poll(() => ids(plainServer, 'Done'), { timeout: 30_000 }).toEqual(['copied@x.example'])
    await proxy.close()
    expect(isAppError(await visiting, 'mailbox_trouble')).toBe(true)
    expect(await ids(plainServer, 'INBOX')).toEqual(['copied@x.example'])

    rig.open(plainServer.port)
    await database.query('UPDATE mailbox_connection SET port = $2 WHERE mailbox_id = $1', [
      mailbox.mailboxId,
      plainServer.port,
    ])
    await visit(rig, world.a, mailbox)
    expect(await ids(plainServer, 'INBOX')).toEqual([])
    expect(await ids(plainServer, 'Done')).toEqual(['copied@x.example'])
    expect(await ticketCount('To be copied')).toBe(1)
  })

  test('a worker that died after moving and before writing it down: the mail is found moved, the ticket is one', async () => {
    const mailbox = await connect({ processedFolder: 'Done' })
    await server.deliver(user, mailText({ Subject: 'Moved unseen' }))
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    await server.asPerson(user, async (client) => {
      await client.mailboxCreate('Done')
      await client.mailboxOpen('INBOX')
      await client.messageMove('1:*', 'Done', { uid: true })
    })
    await visit(rig, world.a, mailbox)
    expect(await movesOf(mailbox)).toMatchObject([{ move: 'done' }])
    expect(await ticketCount('Moved unseen')).toBe(1)
  })

  test('a move that the server refuses is tried again later; the ticket stands', async () => {
    const mailbox = await connect({ processedFolder: '../outside' })
    await server.deliver(user, mailText({ Subject: 'Not moved' }))
    await visit(rig, world.a, mailbox)
    await rig.pipeline.ingest(world.a)
    await visit(rig, world.a, mailbox)
    expect(await movesOf(mailbox)).toMatchObject([{ move: 'due', move_attempts: 1 }])
    expect(await ticketCount('Not moved')).toBe(1)
  })
})

describe('the Sent folder', () => {
  const sentPass = { sentFolder: 'Sent' }

  test('an answer written in another program is a reply in its ticket, and nobody waits any more', async () => {
    const mailbox = await connect({ isSentRead: true })
    const question = mailText({ Subject: 'A question', 'Message-ID': '<question@cliente.example>' })
    await server.deliver(user, question)
    await visit(rig, world.a, mailbox, sentPass)
    await rig.pipeline.ingest(world.a)
    const answer = mailText(
      {
        From: `Support <${user}@business.example>`,
        To: 'Rosa Neri <rosa.neri@cliente.example>',
        Subject: 'Re: A question',
        Date: new Date().toUTCString(),
        'In-Reply-To': '<question@cliente.example>',
      },
      'The answer is yes.\n',
    )
    await server.deliver(user, answer, { folder: 'Sent', flags: ['\\Seen'] })
    const aside = mailText({
      From: `Support <${user}@business.example>`,
      To: 'a colleague <colleague@business.example>',
      Subject: 'Fwd: A question',
      'In-Reply-To': '<question@cliente.example>',
    })
    await server.deliver(user, aside, { folder: 'Sent' })
    await server.deliver(user, mailText({ To: 'mum@family.example', Subject: 'Dinner' }), { folder: 'Sent' })
    await visit(rig, world.a, mailbox, sentPass)
    await rig.pipeline.ingest(world.a)

    const messages = await database.query(
      `SELECT m.kind, m.visible_text AS text, m.from_address AS "from", t.unanswered_since AS "unansweredSince", s.phase
       FROM ticket t JOIN message m ON m.ticket_id = t.id JOIN ticket_state s ON s.id = t.state_id
       WHERE t.subject = 'A question' ORDER BY m.received_at, m.id`,
    )
    expect(messages).toMatchObject([
      { kind: 'inbound' },
      {
        kind: 'reply',
        text: 'The answer is yes.',
        from: `${user}@business.example`,
        unansweredSince: null,
        phase: 'working',
      },
    ])
    expect(await database.query(`SELECT 1 FROM outbound_mail WHERE kind = 'reply'`)).toEqual([])
    const book = await database.query(
      'SELECT outcome FROM mailbox_mail WHERE mailbox_id = $1 AND is_sent ORDER BY uid',
      [mailbox.mailboxId],
    )
    expect(book.map((row) => row.outcome)).toEqual(['kept', 'kept', 'unrelated'])
    const [{ count } = { count: -1 }] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM raw_mail WHERE subject = 'Dinner'`,
    )
    expect(count).toBe(0)
  })

  test('an answer that is seen before its question was taken in waits for it', async () => {
    const mailbox = await connect({ isSentRead: true })
    await server.deliver(
      user,
      mailText({ Subject: 'Overtaken', 'Message-ID': '<overtaken@cliente.example>' }),
    )
    await server.deliver(
      user,
      mailText({
        To: 'rosa.neri@cliente.example',
        Subject: 'Re: Overtaken',
        References: '<overtaken@cliente.example>',
      }),
      { folder: 'Sent' },
    )
    await visit(rig, world.a, mailbox, sentPass)
    await rig.pipeline.ingest(world.a)
    await database.query(
      'UPDATE mailbox_mail SET next_attempt_at = now() WHERE is_sent AND mailbox_id = $1',
      [mailbox.mailboxId],
    )
    await visit(rig, world.a, mailbox, sentPass)
    await rig.pipeline.ingest(world.a)
    const kinds = await database.query(
      `SELECT m.kind FROM ticket t JOIN message m ON m.ticket_id = t.id WHERE t.subject = 'Overtaken' ORDER BY m.id`,
    )
    expect(kinds).toEqual([{ kind: 'inbound' }, { kind: 'reply' }])
  })

  describe('of our own answers', () => {
    /** An answer that an SMTP server of this address took a while ago. */
    async function answered(provider: 'other' | 'google', minutesAgo = 3): Promise<string> {
      const [outboundMailId, channelId] = [newId(), newId()]
      const messageId = `${outboundMailId}@postino.test`
      await database.query(
        `INSERT INTO outbound_channel (id, tenant_id, kind, name, from_name, from_address, provider)
         VALUES ($1, $2, 'smtp', 'Own', '', $3, $4)`,
        [channelId, world.a.tenantId, `${user}@business.example`, provider],
      )
      await database.query(
        `INSERT INTO outbound_mail (id, tenant_id, kind, state, ticket_id, channel_id, message_id_header, envelope_from, recipients, settled_at)
         VALUES ($1, $2, 'reply', 'accepted', $3, $4, $5, '', '[]', now() - $6 * interval '1 minute')`,
        [outboundMailId, world.a.tenantId, world.a.ticketId, channelId, messageId, minutesAgo],
      )
      const mime = mailText({ Subject: 'Our answer', 'Message-ID': `<${messageId}>` }).replaceAll(
        '\n',
        '\r\n',
      )
      await database.query(
        'INSERT INTO outbound_mime (tenant_id, outbound_mail_id, bytes) VALUES ($1, $2, $3)',
        [world.a.tenantId, outboundMailId, Buffer.from(mime)],
      )
      return messageId
    }
    const sentIds = async () => (await server.list(user, 'Sent')).map(({ messageId }) => messageId)

    test('a copy is put there when the server keeps none: once, as read, and it is no answer from elsewhere', async () => {
      const mailbox = await connect({ isSentRead: true })
      const messageId = await answered('other')
      for (let pass = 0; pass < 3; pass++) await visit(rig, world.a, mailbox, sentPass)
      expect(await server.list(user, 'Sent')).toMatchObject([{ messageId, flags: ['\\Seen'] }])
      expect(
        await database.query('SELECT 1 FROM raw_mail WHERE mailbox_id = $1', [mailbox.mailboxId]),
      ).toEqual([])
    })

    test('a server that keeps copies, at once or by a provider’s habit, gets none from us', async () => {
      const mailbox = await connect({ isSentRead: true })
      const kept = await answered('other')
      await server.deliver(user, mailText({ 'Message-ID': `<${kept}>` }), { folder: 'Sent' })
      const atGoogle = await answered('google')
      const tooYoung = await answered('other', 1)
      for (let pass = 0; pass < 2; pass++) await visit(rig, world.a, mailbox, sentPass)
      expect(await sentIds()).toEqual([kept])
      expect(await sentIds()).not.toContain(atGoogle)
      expect(await sentIds()).not.toContain(tooYoung)
    })

    test('a copy whose making was cut off from its answer is found, and no second one is made', async () => {
      const mailbox = await connect({ isSentRead: true })
      const messageId = await answered('other')
      await visit(rig, world.a, mailbox, sentPass)
      // As if nobody had seen it yet.
      await database.query('DELETE FROM mailbox_mail WHERE mailbox_id = $1 AND is_sent', [mailbox.mailboxId])
      await visit(rig, world.a, mailbox, { ...sentPass, isThorough: false })
      expect(await sentIds()).toEqual([messageId])
    })

    test('a server that takes no copy is read on', async () => {
      const proxy = await startCuttingProxy(server.port)
      try {
        const mailbox = await connect({ port: proxy.port, isSentRead: true })
        await answered('other')
        await server.deliver(user, mailText({ Subject: 'Read on' }))
        proxy.rewrite((text) => text.replace(/^(\S+) OK .*Append completed.*/m, '$1 NO [OVERQUOTA] full'))
        expect(await visit(rig, world.a, mailbox, sentPass)).toMatchObject({ kept: 1 })
      } finally {
        await proxy.close()
      }
    })
  })

  test('a mail of ours whose fate was unknown was sent: it lies there', async () => {
    const mailbox = await connect({ isSentRead: true })
    const outboundMailId = newId()
    const messageId = `${outboundMailId}@postino.test`
    await database.query(
      `INSERT INTO outbound_mail (id, tenant_id, kind, state, ticket_id, channel_id, message_id_header, envelope_from, recipients)
       VALUES ($1, $2, 'reply', 'sending', $3, $4, $5, '', $6)`,
      [
        outboundMailId,
        world.a.tenantId,
        world.a.ticketId,
        world.a.channelId,
        messageId,
        JSON.stringify([{ address: 'maria@customer.example', state: 'waiting', detail: '' }]),
      ],
    )
    await server.deliver(user, mailText({ Subject: 'Ours', 'Message-ID': `<${messageId}>` }), {
      folder: 'Sent',
    })
    await visit(rig, world.a, mailbox, sentPass)
    // Seen in the folder while it still was on its way: the doubt came after.
    await database.query(`UPDATE outbound_mail SET state = 'uncertain' WHERE id = $1`, [outboundMailId])
    await visit(rig, world.a, mailbox, sentPass)
    const [mail] = await database.query('SELECT state, recipients FROM outbound_mail WHERE id = $1', [
      outboundMailId,
    ])
    expect(mail).toMatchObject({ state: 'accepted', recipients: [{ state: 'accepted' }] })
    expect(await database.query('SELECT 1 FROM raw_mail WHERE mailbox_id = $1', [mailbox.mailboxId])).toEqual(
      [],
    )
  })
})

test('a worker whose lease is another’s writes nothing, neither mail nor book', async () => {
  const mailbox = await connect()
  await server.deliver(user, mailText({ Subject: 'Paused worker' }))
  const scope = systemScope(world.a.tenantId, 'test')
  const work = attend(rig, world.a, mailbox, async (leased, session) => {
    await database.query(
      `UPDATE mailbox_connection SET leased_until = now() - interval '1 second' WHERE mailbox_id = $1`,
      [mailbox.mailboxId],
    )
    const { tenantId } = world.a
    const other = await withTenant(scope, (db) =>
      claimMailbox(db, { tenantId, mailboxId: mailbox.mailboxId, worker: 'other', leaseMs: 30_000 }),
    )
    expect(other?.leaseToken).toBe(leased.leaseToken + 1)
    const pass = { isThorough: true, sentFolder: null, isIdle: false }
    return syncMailbox(scope, leased, session, pass, syncPorts(rig))
  })
  await expect(work).rejects.toMatchObject({ code: 'stale_version' })
  expect(
    await database.query('SELECT 1 FROM mailbox_mail WHERE mailbox_id = $1', [mailbox.mailboxId]),
  ).toEqual([])
  const [{ leasedBy } = { leasedBy: '' }] = await database.query<{ leasedBy: string }>(
    'SELECT leased_by AS "leasedBy" FROM mailbox_connection WHERE mailbox_id = $1',
    [mailbox.mailboxId],
  )
  expect(leasedBy).toBe('other')
})
