import { autoReply, vacation } from './answer-signs'
import { bounce, report } from './bounce-signs'
import type { Classification, Evidence, MailKind } from './classification'
import { readComplaint, readReceipt, reportPart } from './delivery-report'
import { forwardingConfirmation } from './forwarding-confirmation'
import { bulk, list, sentByService } from './list-signs'
import { isListProgram, isNobody, Signs } from './mail-signs'
import { readBounce } from './read-bounce'
import type { ParsedMail } from './types'

/**
 * What sort of mail this is, and on what grounds. Machine kinds need a machine's own mark (a report part, a
 * header); words alone decide only together with a sender no person has. In doubt it is human: an unneeded
 * ticket costs a click, a swallowed customer costs the customer.
 *
 * @param mailFrom whom the envelope names as sender, '' for nobody; null where there was no envelope
 */
export function classify(mail: ParsedMail, mailFrom: string | null = null): Classification {
  const signs = new Signs(mail, mailFrom)
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
  if (isNobody(signs) || isListProgram(signs) || isOfSystem(signs)) {
    found.push({ where: 'from', value: signs.fromLocal.slice(0, 100), rule: 'machine-address' })
  }
  return found
}

/** An account that no person has, or the one behind a list. */
const isOfSystem = (signs: Signs): boolean =>
  /^(?:mailer-daemon|postmaster|nobody|www-data|root|.{0,60}-request|owner-.{0,60}|.{0,60}-bounces?(?:\+.*)?)$/.test(
    signs.fromLocal,
  )
