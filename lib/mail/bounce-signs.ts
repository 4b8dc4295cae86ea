import { reportPart } from './delivery-report'
import { bounceOpenings, bounceSubjects } from './machine-phrases'
import { isMachineSender, type Signs } from './mail-signs'
import { repliedMarks } from './responder-signs'
import type { Evidence } from './types'

/** RFC 6522: a multipart/report names its type, and its second part is the machine's. One of both is enough. */
export function report(signs: Signs, type: string, parts: readonly string[], rule: string): Evidence[] {
  const isReport = signs.mail.contentType === 'multipart/report'
  if (isReport && signs.param('report-type') === type) {
    return [{ where: 'content-type', value: `multipart/report; report-type=${type}`, rule }]
  }
  const part = reportPart(signs.mail, ...parts)
  if (part === null || !(isReport || isMachineSender(signs) || signs.hasNullSender)) return []
  return [{ where: `part ${part.path}`, value: part.contentType, rule }]
}

/**
 * Does a mail system say that it could not deliver? A report (RFC 3464) says so itself; else it takes a machine's
 * sender and a phrase of one, or a mail that both is titled and begins as only machines do.
 */
export function bounce(signs: Signs): Evidence[] {
  const types = ['message/delivery-status', 'message/global-delivery-status']
  const standard = report(signs, 'delivery-status', types, 'rfc3464')
  if (standard.length > 0) return standard
  if (signs.notice?.kind === 'bounce') return [{ where: 'text', value: 'Bounce', rule: 'provider-notice' }]
  const opening = signs.text.slice(0, 3000).toLowerCase().replace(/\s+/g, ' ').trim()
  if (!isMachineSender(signs) && !signs.hasNullSender) return spokenBounce(signs, opening)
  const sender = senderEvidence(signs)
  const failed = signs.header(['x-failed-recipients'], 'failed-recipients')
  if (failed.length > 0) return [...failed, ...sender]
  // A mail system may call its report auto-replied; a person's responder may use the null sender.
  if (!isMachineSender(signs) && repliedMarks(signs).length > 0) return []
  const phrase = bounceSubjects.find((one) => signs.subject.includes(one))
  if (phrase !== undefined) return [{ where: 'subject', value: phrase, rule: 'bounce-subject' }, ...sender]
  const said = bounceOpenings.find((one) => opening.includes(one))
  if (said !== undefined) return [{ where: 'text', value: said, rule: 'bounce-text' }, ...sender]
  // The daemon writes about nothing else than deliveries.
  const answer = isDaemon(signs)
    ? /\b[45]\d\d[ -][^\n]{0,80}|\b(?:error|failed|rejected|refused)\b/.exec(opening)
    : null
  return answer === null ? [] : [{ where: 'text', value: answer[0], rule: 'bounce-text' }, ...sender]
}

/** Gateways sign with names of their own. People give such titles too: theirs are the names of people. */
function spokenBounce(signs: Signs, opening: string): Evidence[] {
  if (signs.mail.inReplyTo.length > 0 && repliedMarks(signs).length > 0) return []
  if (!GATEWAY.test(signs.fromLocal)) return []
  const subject = bounceSubjects.find((one) => signs.subject.startsWith(one))
  const said = bounceOpenings.find((one) => opening.slice(0, 160).includes(one))
  if (subject === undefined || said === undefined) return []
  return [
    { where: 'subject', value: subject, rule: 'bounce-subject' },
    { where: 'text', value: said, rule: 'bounce-text' },
  ]
}

const GATEWAY =
  /gateway|anti-?virus|mail-?delivery|delivery-?(?:status|system|agent|report)|mailer|daemon|(?<![a-z])(?:smtp|mta|msa)(?![a-z])|mail-?(?:system|admin|server)|^(?:no-?reply|bounces?|sysadmin)$/

const isDaemon = (signs: Signs): boolean =>
  /^(?:mailer-?daemon|mail-?daemon|post_master)$/.test(signs.fromLocal)

function senderEvidence(signs: Signs): Evidence[] {
  if (isMachineSender(signs))
    return [{ where: 'from', value: signs.mail.fromText.slice(0, 200), rule: 'machine-sender' }]
  return [{ where: 'return-path', value: '<>', rule: 'null-sender' }]
}
