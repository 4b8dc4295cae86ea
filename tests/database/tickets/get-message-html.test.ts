import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { getAttachment } from '@/lib/tickets/get-attachment'
import { getMessageHtml } from '@/lib/tickets/get-message-html'
import * as inputs from '@/lib/tickets/inputs'
import { testDatabase } from '../../support/database'
import { insertTestTicket } from '../../support/tickets'
import { createWorld, type TenantWorld } from '../../support/world'

const database = testDatabase()
let a: TenantWorld
let ticketId: string

beforeAll(async () => {
  a = (await createWorld(database)).a
})

beforeEach(async () => {
  ;({ ticketId } = await insertTestTicket(a))
})

describe('a formatted message', () => {
  test('is cleaned once and kept; its own pictures lead to our files', async () => {
    const [messageId, pictureId] = [newId(), newId()]
    await withTenant(a.agent, async (db) => {
      await db.message.create({
        data: {
          id: messageId,
          ticketId,
          kind: 'inbound',
          html: '<p onclick="x()">Hi<script>alert(1)</script><img src="cid:Logo@x"><img src="https://t.example/p.gif"></p>',
          receivedAt: new Date(),
        },
      })
      await db.attachment.create({
        data: {
          id: pictureId,
          messageId,
          position: 0,
          fileName: 'logo.png',
          contentType: 'image/png',
          sizeBytes: 3,
          sha256: 'ab'.repeat(32),
          contentId: 'logo@x',
          isInline: true,
        },
      })
    })
    const input = inputs.GetMessageInput.parse({ messageId })
    const first = await getMessageHtml(a.agent, input)
    expect(first.html).toContain(`/api/attachments/alpha/${pictureId}`)
    expect(first.html).not.toMatch(/<script|onclick|\ssrc="https/)
    expect(first).toMatchObject({ remotePictureCount: 1, arePicturesShown: false })
    await database.query(`UPDATE message_rendering SET html = 'kept' WHERE message_id = $1`, [messageId])
    expect((await getMessageHtml(a.agent, input)).html).toBe('kept')
    const file = await getAttachment(a.agent, inputs.GetAttachmentInput.parse({ attachmentId: pictureId }))
    expect(file).toMatchObject({ tenantId: a.tenantId, fileName: 'logo.png', sha256: 'ab'.repeat(32) })
  })
})
