import { addressKey, parseAddress } from './address'
import { authorBehindList } from './list-rewriting'
import { normaliseSubject } from './subject'
import type { MailFacts, ParsedMail } from './types'

const MAX_CANDIDATES = 1000

/**
 * To the facts that matching needs. Pure; tokens are read from `tokenCandidates` elsewhere.
 *
 * @param rcptTo whom the envelope names as recipients
 */
export function describeMail(mail: ParsedMail, rcptTo: readonly string[] = []): MailFacts {
  const deliveredTo = deliveredAddresses(mail, rcptTo)
  const references = unique([
    ...mail.references,
    ...mail.inReplyTo.filter((id) => !mail.references.includes(id)),
  ])
  const subject = normaliseSubject(mail.subject)
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map((one) => one.address)
  const hasAncestors = mail.inReplyTo.length > 0 || mail.references.length > 0
  return {
    messageId: mail.messageId,
    messageIds: mail.messageIds,
    parentIds: parentIds(mail),
    references,
    date: mail.date,
    from: mail.from,
    fromAll: mail.fromAll,
    behindList: authorBehindList(mail),
    replyTo: mail.replyTo,
    to: mail.to,
    cc: mail.cc,
    deliveredTo,
    recipientKeys: unique([...deliveredTo, ...recipients].map(addressKey)),
    subject: mail.subject,
    baseSubject: subject.base,
    subjectKind: subject.kind === 'new' && hasAncestors ? 'reply' : subject.kind,
    tokenCandidates: unique([
      ...mail.inReplyTo,
      ...mail.references.toReversed(),
      ...deliveredTo,
      ...recipients,
    ]).slice(0, MAX_CANDIDATES),
    flags: mail.flags,
  }
}

/**
 * Nearest parent first: In-Reply-To names it, References lists ancestors oldest first (RFC 5322 section
 * 3.6.4). Old mailers put the address of who is answered into In-Reply-To: two mails to one person would name the
 * same "parent" and become one conversation.
 */
function parentIds(mail: ParsedMail): string[] {
  const own = new Set(mail.messageIds)
  const people = new Set(
    [...mail.to, ...mail.cc, ...mail.replyTo, ...mail.fromAll].map(({ address }) => addressKey(address)),
  )
  const answered = mail.inReplyTo.filter((id) => !people.has(id.toLowerCase()))
  return unique([...answered, ...mail.references.toReversed()]).filter((id) => !own.has(id))
}

function deliveredAddresses(mail: ParsedMail, rcptTo: readonly string[]): string[] {
  const found: string[] = []
  for (const recipient of rcptTo) {
    const address = parseAddress(recipient)
    if (address !== null) found.push(address.address)
  }
  found.push(...mail.deliveredTo)
  const seen = new Set<string>()
  return found.filter((address) => {
    const key = addressKey(address)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

const unique = (values: readonly string[]): string[] => [...new Set(values)]
