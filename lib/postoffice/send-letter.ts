import { AppError } from '@/lib/errors'
import { bodyText } from '@/lib/mail/body-text'
import type { SendLetterInput } from './inputs'
import type { OutgoingMail, PostOfficePorts } from './types'

/**
 * Sends a mail as somebody of the outside world. A reply names the mail it answers and quotes it, as mail clients do.
 *
 * @throws AppError `invalid_input` when an address is none, or the mail goes to no address of the demo;
 *   `not_found` when the answered mail is gone; `server_unavailable` when the receiver did not take it
 */
export async function sendLetter(
  letter: SendLetterInput & { attachments: OutgoingMail['attachments'] },
  ports: PostOfficePorts,
): Promise<{ id: string }> {
  const { answers } = letter
  const thread = answers === undefined ? noThread : await threadOf(answers, ports)
  const isKnown = ports.demoAddresses().some((one) => one.address === letter.to.toLowerCase())
  // Replies go wherever the answered mail asks for: to the address with the ticket's mark.
  if (!isKnown && answers === undefined) {
    throw new AppError('invalid_input', 'not an address of the demo', { details: { fields: ['to'] } })
  }
  return ports.send({
    from: { name: letter.name, address: letter.address },
    to: thread.replyTo ?? letter.to,
    subject: letter.subject,
    text: letter.text,
    attachments: letter.attachments,
    inReplyTo: thread.inReplyTo,
    references: thread.references,
    quoted: thread.quoted,
  })
}

type Thread = Pick<OutgoingMail, 'inReplyTo' | 'references' | 'quoted'> & { replyTo: string | null }

const noThread: Thread = { inReplyTo: null, references: [], quoted: null, replyTo: null }

async function threadOf(mailId: string, { readMail, parse }: PostOfficePorts): Promise<Thread> {
  const mail = await readMail(mailId)
  const parsed = await parse(mail.bytes)
  if (parsed.kind === 'unreadable') return noThread
  const author = parsed.from ?? { name: '', address: mail.envelopeFrom }
  return {
    inReplyTo: parsed.messageId,
    references: [...parsed.references],
    replyTo: parsed.replyTo[0]?.address ?? parsed.from?.address ?? null,
    quoted: {
      author: author.name || author.address,
      at: parsed.date ?? mail.receivedAt,
      text: bodyText(parsed),
    },
  }
}
