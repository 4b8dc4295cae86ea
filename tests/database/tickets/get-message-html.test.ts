import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { CLEANER_VERSION } from '@/lib/mail/clean-html'
import { getAttachment } from '@/lib/tickets/get-attachment'
import { getMessageHtml } from '@/lib/tickets/get-message-html'
import * as inputs from '@/lib/tickets/inputs'
import { testDatabase } from '../../support/database'
import { insertTestMessage, insertTestTicket } from '../../support/tickets'
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

  test('what it quotes is folded where its reader was sure, and shown where it was not', async () => {
    const html = '<p>Thank you.</p><div class="gmail_quote"><blockquote>Which colour? Red.</blockquote></div>'
    const folds = async (splitConfidence: number): Promise<boolean> => {
      const read = { html, visibleText: 'Thank you.', quotedText: '> Which colour? Red.', splitConfidence }
      const messageId = await insertTestMessage(a, ticketId, read)
      const message = await getMessageHtml(a.agent, inputs.GetMessageInput.parse({ messageId }))
      expect(message.html).toContain('Red.')
      return message.html.includes('<details>')
    }
    expect([await folds(1), await folds(0.4)]).toEqual([true, false])
  })

  test('a better cleaner cleans history again, and the older rendering makes room', async () => {
    const messageId = await insertTestMessage(a, ticketId, { html: '<p>Hi<script>1</script></p>' })
    await withTenant(
      a.agent,
      (db) =>
        db.$executeRaw`INSERT INTO message_rendering (message_id, cleaner_version, html) VALUES (${messageId}::uuid, ${CLEANER_VERSION - 1}::int, 'old')`,
    )
    const { html } = await getMessageHtml(a.agent, inputs.GetMessageInput.parse({ messageId }))
    expect(html).toBe('<p>Hi</p>')
    expect(await versionsOf(messageId)).toEqual([CLEANER_VERSION])
  })

  test('two who read it first at once leave one rendering', async () => {
    const messageId = await insertTestMessage(a, ticketId, { html: '<p>Hi</p>' })
    const input = inputs.GetMessageInput.parse({ messageId })
    await Promise.all(Array.from({ length: 5 }, () => getMessageHtml(a.agent, input)))
    expect(await versionsOf(messageId)).toEqual([CLEANER_VERSION])
  })
})

async function versionsOf(messageId: string): Promise<number[]> {
  const rows = await database.query<{ version: number }>(
    'SELECT cleaner_version AS version FROM message_rendering WHERE message_id = $1',
    [messageId],
  )
  return rows.map(({ version }) => version)
}
