import { createMailParser } from '@/lib/adapters/mail-parser/create-mail-parser'
import { createConversationIndex } from '@/lib/ingest/conversation-index'
import { describeMail } from '@/lib/mail/describe'
import { answerLines } from './answer-lines'
import { type Command, UsageError } from './command'

export const threadCommand: Command = {
  help: `
Usage: postino thread --batch    answers lines {"id","rawBase64"}, in the order of arrival, with
                                 {"id","out":{"threadParent","conversation"}}

The rules are those that find a mail's ticket; who takes part is left out. No settings, no database, no network.`,
  options: { batch: { type: 'boolean' } },
  run: async ({ values }) => {
    if (!values.batch) throw new UsageError('A single mail has no conversation: postino thread --batch')
    const parser = await createMailParser({ threads: 1 })
    const index = createConversationIndex()
    try {
      await answerLines(async (bytes) => {
        const mail = await parser.parse(bytes)
        if (mail.kind === 'parsed') return index.add(describeMail(mail))
        const { messageId } = mail.minimal
        return index.add({ messageIds: messageId === null ? [] : [messageId], parentIds: [] })
      })
    } finally {
      await parser.close()
    }
    return 0
  },
}
