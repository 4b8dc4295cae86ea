import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ReplyToTicketInput } from '@/lib/tickets/inputs'
import { keepUpload } from '@/lib/tickets/keep-upload'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { temporaryBlobs } from '../../support/blobs'
import { testDatabase } from '../../support/database'
import { getTestTicket, insertTestMessage, insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
const blobs = temporaryBlobs()
let world: World
let a: TenantWorld
let ticketId: string
let ticketNumber: number

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

beforeEach(async () => {
  ;({ ticketId, number: ticketNumber } = await insertTestTicket(a))
  await insertTestMessage(a, ticketId)
})

const reply = (part: Record<string, unknown>) =>
  replyToTicket(
    a.agent,
    ReplyToTicketInput.parse({
      ticketId,
      html: '<p>See there.</p>',
      idempotencyKey: crypto.randomUUID(),
      ...part,
    }),
    { blobs },
  )

describe('files', () => {
  const bytes = new Uint8Array([1, 2, 3, 250])

  test('leave with the mail and stand at the message', async () => {
    const file = { bytes, fileName: '../../plan.pdf', contentType: 'application/pdf; x=y' }
    const upload = await keepUpload(a.agent, file, { blobs })
    const { outboundMailId, messageId } = await reply({ uploads: [upload.token] })
    const [mime] = await database.query<{ bytes: Buffer }>(
      'SELECT bytes FROM outbound_mime WHERE outbound_mail_id = $1',
      [outboundMailId],
    )
    expect(mime?.bytes.toString('latin1')).toContain(Buffer.from(bytes).toString('base64'))
    const entry = (await getTestTicket(a, ticketNumber)).entries.find(
      (one) => one.kind === 'message' && one.id === messageId,
    )
    expect(entry).toMatchObject({
      attachments: [
        { fileName: upload.fileName, contentType: 'application/pdf', sizeBytes: 4, isPicture: false },
      ],
    })
    expect(upload.fileName).not.toContain('/')
  })

  test("another tenant's upload is as unknown as one made up", async () => {
    const foreign = await keepUpload(world.b.agent, { bytes, fileName: 'x', contentType: '' }, { blobs })
    for (const token of [foreign.token, 'made.up', `${foreign.token}x`])
      await expect(reply({ uploads: [token] })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('over 25 MB are refused', async () => {
    const large = { bytes: new Uint8Array(25 * 1024 * 1024 + 1), fileName: 'x', contentType: '' }
    await expect(keepUpload(a.agent, large, { blobs })).rejects.toMatchObject({ code: 'too_large' })
  })
})
