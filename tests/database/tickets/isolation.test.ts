import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { addNote } from '@/lib/tickets/add-note'
import { assignTicket } from '@/lib/tickets/assign-ticket'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import { decideJoinRequest } from '@/lib/tickets/decide-join-request'
import { getAttachment } from '@/lib/tickets/get-attachment'
import { getMessageHtml } from '@/lib/tickets/get-message-html'
import { getTicket } from '@/lib/tickets/get-ticket'
import { getTrail } from '@/lib/tickets/get-trail'
import * as inputs from '@/lib/tickets/inputs'
import { listTickets } from '@/lib/tickets/list-tickets'
import { moveTicket } from '@/lib/tickets/move-ticket'
import { settleUncertainMail } from '@/lib/tickets/settle-uncertain-mail'
import { temporaryBlobs } from '../../support/blobs'
import { testDatabase } from '../../support/database'
import { insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
const blobs = temporaryBlobs()
let world: World
let a: TenantWorld
let ticketId: string

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

beforeEach(async () => {
  ;({ ticketId } = await insertTestTicket(a))
})

/** Who may see nothing of a row must not learn that it is there: both answers are one. */
describe("another tenant's row is as unknown as one that nobody has", () => {
  const foreign: Record<string, string> = {}

  beforeAll(async () => {
    const b = world.b
    Object.assign(foreign, {
      attachmentId: newId(),
      rawMailId: newId(),
      outboundMailId: newId(),
      joinId: newId(),
    })
    await database.query(`UPDATE message SET html = '<p>b</p>' WHERE id = $1`, [b.messageId])
    await withTenant(b.agent, async (db) => {
      await db.attachment.create({
        data: {
          id: foreign.attachmentId ?? '',
          messageId: b.messageId,
          position: 0,
          fileName: 'b.txt',
          contentType: 'text/plain',
          sizeBytes: 1,
          sha256: 'cd'.repeat(32),
        },
      })
      await db.message.create({
        data: {
          id: foreign.joinId ?? '',
          ticketId: b.ticketId,
          kind: 'inbound',
          joinState: 'pending',
          receivedAt: new Date(),
        },
      })
      await db.rawMail.create({
        data: {
          id: foreign.rawMailId ?? '',
          mailboxId: b.mailboxId,
          source: 'smtp',
          sizeBytes: 1,
          sha256: 'x',
          receivedAt: new Date(),
          state: 'quarantined',
        },
      })
      await db.outboundMail.create({
        data: {
          id: foreign.outboundMailId ?? '',
          kind: 'reply',
          state: 'uncertain',
          ticketId: b.ticketId,
          channelId: b.channelId,
          messageIdHeader: 'b@postino.test',
          envelopeFrom: '',
          recipients: [],
        },
      })
    })
  })

  const cases: [string, (id: string) => Promise<unknown>, () => string][] = [
    [
      'changeTicketState: ticket',
      (id) =>
        changeTicketState(
          a.agent,
          inputs.ChangeTicketStateInput.parse({ ticketId: id, stateId: a.states.working }),
        ),
      () => world.b.ticketId,
    ],
    [
      'changeTicketState: state',
      (id) => changeTicketState(a.agent, inputs.ChangeTicketStateInput.parse({ ticketId, stateId: id })),
      () => world.b.states.closing,
    ],
    [
      'assignTicket: ticket',
      (id) => assignTicket(a.agent, inputs.AssignTicketInput.parse({ ticketId: id, assigneeId: null })),
      () => world.b.ticketId,
    ],
    [
      'assignTicket: agent',
      (id) => assignTicket(a.agent, inputs.AssignTicketInput.parse({ ticketId, assigneeId: id })),
      () => world.b.agent.actor.membershipId,
    ],
    [
      'moveTicket: ticket',
      (id) => moveTicket(a.agent, inputs.MoveTicketInput.parse({ ticketId: id, queueId: a.queueId })),
      () => world.b.ticketId,
    ],
    [
      'moveTicket: queue',
      (id) => moveTicket(a.agent, inputs.MoveTicketInput.parse({ ticketId, queueId: id })),
      () => world.b.queueId,
    ],
    [
      'addNote',
      (id) =>
        addNote(
          a.agent,
          inputs.AddNoteInput.parse({ ticketId: id, html: '<p>x</p>', idempotencyKey: crypto.randomUUID() }),
          { blobs },
        ),
      () => world.b.ticketId,
    ],
    [
      'decideJoinRequest',
      (id) =>
        decideJoinRequest(
          a.agent,
          inputs.DecideJoinRequestInput.parse({ messageId: id, decision: 'accept' }),
        ),
      () => foreign.joinId ?? '',
    ],
    [
      'settleUncertainMail',
      (id) =>
        settleUncertainMail(
          a.agent,
          inputs.SettleUncertainMailInput.parse({ outboundMailId: id, decision: 'it-arrived' }),
        ),
      () => foreign.outboundMailId ?? '',
    ],
    [
      'getMessageHtml',
      (id) => getMessageHtml(a.agent, inputs.GetMessageInput.parse({ messageId: id })),
      () => world.b.messageId,
    ],
    [
      'getTrail',
      (id) => getTrail(a.agent, inputs.GetTrailInput.parse({ rawMailId: id })),
      () => foreign.rawMailId ?? '',
    ],
    [
      'getAttachment',
      (id) => getAttachment(a.agent, inputs.GetAttachmentInput.parse({ attachmentId: id })),
      () => foreign.attachmentId ?? '',
    ],
    [
      'retryQuarantinedMail',
      (id) => retryQuarantinedMail(a.agent, inputs.RetryQuarantinedMailInput.parse({ rawMailId: id })),
      () => foreign.rawMailId ?? '',
    ],
  ]

  test.each(cases)('%s', async (_name, run, foreignId) => {
    const answers = await Promise.all(
      [foreignId(), newId()].map((id) =>
        run(id).then(
          () => 'went through',
          (error: unknown) => String(error),
        ),
      ),
    )
    expect(answers[0]).toMatch(/not found$/)
    expect(answers[1]).toBe(answers[0])
  })

  test('getTicket: a number that only the other tenant has', async () => {
    await database.query('UPDATE ticket SET number = 777 WHERE id = $1', [world.b.ticketId])
    for (const unknown of [777, 778])
      await expect(
        getTicket(a.agent, inputs.GetTicketInput.parse({ number: unknown })),
      ).rejects.toMatchObject({ code: 'not_found' })
    const page = await listTickets(a.agent, inputs.ListTicketsInput.parse({ view: 'all', limit: 100 }))
    expect(page.items.map((item) => item.id)).not.toContain(world.b.ticketId)
  })
})
