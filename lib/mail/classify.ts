import {
  absenceWords,
  autoReplySubjects,
  endingPhrase,
  isWholeSubject,
  messageSubjects,
  saysWhoIsAway,
  startingPhrase,
  vacationSubjects,
} from './answer-subjects'
import { asksSomething, findChallenge, saysItIsAutomatic } from './answer-texts'
import { bounce, report } from './bounce-signs'
import type { Classification, Evidence, MailKind } from './classification'
import { readComplaint, readReceipt, reportPart } from './delivery-report'
import { forwardingConfirmation } from './forwarding-confirmation'
import { type ClassifyContext, Signs } from './mail-signs'
import { readBounce } from './read-bounce'
import { repliedMarks } from './responder-signs'
import { normaliseSubject } from './subject'
import type { ParsedMail } from './types'

const noContext: ClassifyContext = { envelope: null, isOwnMessageId: () => false }

/**
 * What sort of mail this is, and on what grounds. Machine kinds need a machine's own mark (a report part, a
 * header); words alone decide only together with a sender no person has. In doubt it is human: an unneeded
 * ticket costs a click, a swallowed customer costs the customer.
 */
export function classify(mail: ParsedMail, context: ClassifyContext = noContext): Classification {
  const signs = new Signs(mail, context)
  const { kind, evidence } = decideKind(signs)
  const suppressions = reasonsNotToAnswer(signs)
  return {
    kind,
    evidence: kind === 'human' ? suppressions : evidence,
    mayAutoAnswer: kind === 'human' && suppressions.length === 0,
    bounce: kind === 'bounce' ? readBounce(mail, signs.text, signs.notice) : null,
    receipt: kind === 'receipt' ? readReceipt(mail) : null,
    complaint: kind === 'complaint' ? readComplaint(mail, signs.notice) : null,
    pec: kind === 'pec-receipt' ? signs.pec : null,
  }
}

/** First match wins: the most specific marks stand first. */
const rules: readonly { kind: MailKind; find: (signs: Signs) => readonly Evidence[] }[] = [
  { kind: 'own-mail', find: ownMail },
  { kind: 'pec-receipt', find: pecReceipt },
  { kind: 'complaint', find: complaint },
  { kind: 'receipt', find: receipt },
  { kind: 'bounce', find: bounce },
  { kind: 'forwarding-confirmation', find: (signs) => forwardingConfirmation(signs.mail, signs.text) },
  { kind: 'calendar', find: calendarReply },
  { kind: 'vacation', find: vacation },
  { kind: 'auto-reply', find: autoReply },
  { kind: 'list', find: list },
  { kind: 'bulk', find: bulk },
]

function decideKind(signs: Signs): { kind: MailKind; evidence: readonly Evidence[] } {
  for (const rule of rules) {
    const evidence = rule.find(signs)
    if (evidence.length > 0) return { kind: rule.kind, evidence }
  }
  return { kind: 'human', evidence: [] }
}

function ownMail(signs: Signs): Evidence[] {
  const id = signs.mail.messageIds.find((one) => signs.context.isOwnMessageId(one))
  return id === undefined ? [] : [{ where: 'message-id', value: id, rule: 'own-message-id' }]
}

/** Receipts of Italian certified mail; the envelope around a person's mail is no receipt. */
function pecReceipt(signs: Signs): Evidence[] {
  if (signs.pec === null) return []
  const named = signs.header(['x-ricevuta'], 'pec-receipt', (value) => value.trim() !== '')
  return named.length > 0 ? named : [{ where: 'daticert.xml', value: signs.pec.type, rule: 'pec-receipt' }]
}

/** RFC 5965. The part is only ever made by machines; some providers leave it out and only say so. */
function complaint(signs: Signs): Evidence[] {
  const standard = report(signs, 'feedback-report', ['message/feedback-report'], 'rfc5965')
  if (standard.length > 0) return standard
  const part = reportPart(signs.mail, 'message/feedback-report')
  if (part !== null) return [{ where: `part ${part.path}`, value: part.contentType, rule: 'rfc5965' }]
  if (signs.notice?.kind === 'complaint') {
    return [{ where: 'text', value: signs.notice.feedbackType, rule: 'provider-notice' }]
  }
  const returned = reportPart(signs.mail, 'message/rfc822', 'text/rfc822-headers')
  if (returned === null) return []
  const feedback = /^feedback-type:[^\n]{0,100}$/im.exec(signs.text)?.[0]
  if (feedback !== undefined && /^(?:user-agent|version):/im.test(signs.text)) {
    return [{ where: 'text', value: feedback, rule: 'rfc5965' }]
  }
  // Outlook.com's programme for senders: no fields, the title and the mail.
  const isTitled = /^(?:complaint about message from|abuse report|spam report|junk (?:mail )?report)\b/.test(
    signs.subject,
  )
  const isStaff = /^(?:staff|abuse|feedback|fbl|complaints?|arf)/.test(signs.fromLocal)
  return isTitled && isStaff
    ? [{ where: 'subject', value: signs.subject.slice(0, 100), rule: 'complaint-subject' }]
    : []
}

function receipt(signs: Signs): Evidence[] {
  const types = ['message/disposition-notification', 'message/global-disposition-notification']
  if (isRefusal(signs)) return []
  return report(signs, 'disposition-notification', types, 'rfc8098')
}

/** Filters that refuse a mail (RFC 5429, Sieve) say so by a notification of its deletion: nobody read it. */
const isRefusal = (signs: Signs): boolean =>
  signs.text.slice(0, 1000).includes('was automatically rejected') &&
  readReceipt(signs.mail).disposition === 'deleted'

/** RFC 5546: an answer to an invitation. An invitation itself is somebody writing to us. */
function calendarReply(signs: Signs): Evidence[] {
  const own = signs.mail.contentType === 'text/calendar' ? signs.param('method') : ''
  if (own === 'reply' || own === 'counter')
    return [{ where: 'content-type', value: `method=${own}`, rule: 'rfc5546' }]
  const part = reportPart(signs.mail, 'text/calendar', 'application/ics')
  if (part === null) return []
  const head = Buffer.from(part.bytes.subarray(0, 4000)).toString('latin1')
  const method = /^METHOD:(REPLY|COUNTER)\s*$/im.exec(head)?.[1]
  return method === undefined
    ? []
    : [{ where: `part ${part.path}`, value: `METHOD:${method}`, rule: 'rfc5546' }]
}

function vacation(signs: Signs): Evidence[] {
  if (signs.autoSubmitted === 'no') return []
  const marks = repliedMarks(signs)
  if (signs.first('auto-submitted')?.toLowerCase().includes('vacation')) {
    return signs.header(['auto-submitted'], 'rfc5230')
  }
  // Words alone: the phrase ends at a colon or at the end, as autoresponders write it and people do not.
  const phrase = answerTitle(signs, vacationSubjects)
  if (phrase !== null) return [{ where: 'subject', value: phrase, rule: 'vacation-subject' }, ...marks]
  if (saysWhoIsAway(signs.mail.subject))
    return [{ where: 'subject', value: signs.mail.subject.slice(0, 100), rule: 'vacation-subject' }, ...marks]
  const word = startingPhrase(signs.subject, absenceWords)
  const others = word === null ? [] : [...marks, ...answersByItself(signs)]
  return word === null || others.length === 0
    ? []
    : [{ where: 'subject', value: word, rule: 'vacation-subject' }, ...others]
}

/**
 * The title of a program's answer. That alone, with no mail that is answered behind it and no mark of a program, is what
 * people write too who ask about such answers.
 */
function answerTitle(signs: Signs, phrases: readonly string[]): string | null {
  const phrase = startingPhrase(signs.subject, phrases) ?? endingPhrase(signs.subject, phrases)
  if (phrase === null || !isWholeSubject(signs.subject, phrase)) return phrase
  const isMarked = repliedMarks(signs).length > 0 || answersByItself(signs).length > 0
  return isMarked || !asksSomething(signs.text) ? phrase : null
}

/** What makes a title that people use too ("Absence: ...") that of a program. */
function answersByItself(signs: Signs): Evidence[] {
  if (signs.hasNullSender) return [{ where: 'return-path', value: '<>', rule: 'null-sender' }]
  if (isMadeByProgram(signs)) return signs.header(['auto-submitted'], 'rfc3834')
  return isAnswer(signs) ? signs.header(['in-reply-to', 'references'], 'answers') : []
}

/** RFC 3834 section 5. What was forwarded by itself is written by whom it names: forwarding is how mail comes to us. */
const isMadeByProgram = (signs: Signs): boolean =>
  signs.autoSubmitted.startsWith('auto-') && signs.autoSubmitted !== 'auto-forwarded'

/** Who answers a mail under a title of his own, or under the one of the mail. */
const isAnswer = (signs: Signs): boolean =>
  signs.mail.inReplyTo.length > 0 ||
  signs.mail.references.length > 0 ||
  normaliseSubject(signs.mail.subject).kind === 'reply'

/** Evidence of an answer that a program sent, and that a person may have written. */
export const generatedAnswer = 'generated-answer'

function autoReply(signs: Signs): Evidence[] {
  if (signs.autoSubmitted === 'no') return []
  const marks = repliedMarks(signs)
  if (marks.length > 0) return marks
  const phrase = answerTitle(signs, autoReplySubjects)
  if (phrase !== null) return [{ where: 'subject', value: phrase, rule: 'auto-reply-subject' }]
  const message = startingPhrase(signs.subject, messageSubjects)
  if (message !== null && answersByItself(signs).length > 0)
    return [{ where: 'subject', value: message, rule: 'auto-reply-subject' }, ...answersByItself(signs)]
  const said = isList(signs)
    ? null
    : (saysItIsAutomatic(signs.text) ?? findChallenge(signs.mail.subject, signs.text))
  if (said !== null) return [{ where: 'text', value: said, rule: 'auto-reply-text' }]
  // auto-generated is "not in answer to a mail" (RFC 3834 section 5), but many responders say it of answers. So do
  // programs for tickets of what a person wrote into them: a name of its own, since somebody has to look.
  if (isMadeByProgram(signs) && isAnswer(signs) && !isList(signs)) {
    return signs.header(['auto-submitted'], signs.hasNullSender ? 'rfc3834' : generatedAnswer)
  }
  // Exchange answers with the null sender; its other marks are in the mails of people too.
  if (signs.hasNullSender && isAnswer(signs)) {
    const asked = signs.header(['x-auto-response-suppress'], 'suppress', (value) => value.trim() === 'all')
    if (asked.length > 0) return [{ where: 'return-path', value: '<>', rule: 'null-sender' }, ...asked]
  }
  return unlistedBulk(signs)
}

/** The old vacation programs only say "bulk" or "junk"; what is really sent to many has marks of a list besides. */
function unlistedBulk(signs: Signs): Evidence[] {
  const isSentToMany = signs.mail.headers.some(({ name }) =>
    /^(?:list-|feedback-id$|x-campaign|x-mailer-|errors-to$|sender$)/i.test(name),
  )
  if (isSentToMany || isList(signs) || signs.autoSubmitted.startsWith('auto-') || signs.mail.to.length > 1)
    return []
  return signs.header(['precedence', 'x-precedence'], 'precedence', (value) =>
    ['bulk', 'junk'].includes(value.trim()),
  )
}

function list(signs: Signs): Evidence[] {
  const named = signs.header(
    ['list-id', 'list-post', ...olderListHeaders],
    'rfc2919',
    (value) => value.trim() !== '' && value.trim() !== 'no',
  )
  if (named.length > 0) return named
  const precedence = signs.header(['precedence', 'x-precedence'], 'precedence', (value) =>
    ['list', 'bulk'].includes(value.trim()),
  )
  if (precedence[0]?.value.trim().toLowerCase() === 'list') return precedence
  // Majordomo and its like say "bulk" of what people write to the list, and put its keeper into Sender.
  const keeper = signs.header(['sender', 'errors-to', 'return-path'], 'list-owner', (value) =>
    LIST_OWNER.test(value.slice(0, 500)),
  )
  return precedence.length > 0 && keeper.length > 0 ? [...precedence, ...keeper] : []
}

/** What list software wrote before List-Id (RFC 2919) was there, and still does. */
const olderListHeaders = [
  'x-mailing-list',
  'mailing-list',
  'x-beenthere',
  'x-mailman-version',
  'x-ml-name',
  'x-list-id',
  'x-google-group-id',
]

const LIST_OWNER =
  /(?:^|[<\s])owner-[^\s@]{1,60}@|-(?:owner|request|bounces?)(?:[+-][^\s@]{0,100})?@|\b(?:listserv|majordomo)@/

const isList = (signs: Signs): boolean => list(signs).length > 0

function bulk(signs: Signs): Evidence[] {
  const precedence = signs.header(['precedence', 'x-precedence'], 'precedence', (value) =>
    ['bulk', 'junk'].includes(value.trim()),
  )
  if (precedence.length > 0) return precedence
  if (isMadeByProgram(signs)) return signs.header(['auto-submitted'], 'auto-generated')
  const generated = signs.header(
    ['x-autogenerated', 'x-cron-env'],
    'bulk-header',
    (value) => !['no', 'false'].includes(value.trim()),
  )
  if (generated.length > 0) return generated
  return isAnswer(signs) ? [] : sentByService(signs)
}

/** Services for newsletters write these into all they send: into the answers of people who write by them as well. */
function sentByService(signs: Signs): Evidence[] {
  const unsubscribe = signs.header(['list-unsubscribe', 'list-unsubscribe-post'], 'rfc2369')
  if (unsubscribe.length > 0) return unsubscribe
  return signs.header(['feedback-id', 'x-campaign-id'], 'bulk-header')
}

/** RFC 3834 section 2 and the marks providers added: even a person's mail may ask for no automatic answer. */
function reasonsNotToAnswer(signs: Signs): Evidence[] {
  const found: Evidence[] = []
  if (signs.mail.from === null)
    found.push({ where: 'from', value: signs.mail.fromText.slice(0, 200), rule: 'no-sender' })
  if (signs.mail.flags.includes('several-from')) {
    found.push({ where: 'from', value: signs.mail.fromText.slice(0, 200), rule: 'several-senders' })
  }
  if (signs.hasNullSender) found.push({ where: 'return-path', value: '<>', rule: 'null-sender' })
  found.push(...signs.header(['auto-submitted'], 'rfc3834', (value) => value.trim().startsWith('auto-')))
  found.push(...sentByService(signs))
  found.push(
    ...signs.header(['x-auto-response-suppress'], 'suppress', (value) =>
      /\b(?:all|oof|autoreply)\b/.test(value),
    ),
  )
  if (
    /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|nobody|www-data|root|.{0,60}-request|owner-.{0,60}|.{0,60}-bounces?(?:\+.*)?|listserv|majordomo)$/.test(
      signs.fromLocal,
    )
  ) {
    found.push({ where: 'from', value: signs.fromLocal.slice(0, 100), rule: 'machine-address' })
  }
  return found
}
