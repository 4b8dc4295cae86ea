import { addressKey } from './address'
import type { Evidence } from './classification'
import { reportPart } from './delivery-report'
import { bounceOpenings, bounceSubjects, daemonOpenings, daemonSubjects } from './machine-phrases'
import { isMachineSender, type Signs } from './mail-signs'
import { readBounce } from './read-bounce'
import { repliedMarks } from './responder-signs'

/** RFC 6522: a multipart/report names its type, and its second part is the machine's. One of both is enough. */
export function report(signs: Signs, type: string, parts: readonly string[], rule: string): Evidence[] {
  const isReport = signs.mail.contentType === 'multipart/report'
  if (isReport && signs.param('report-type') === type) {
    return [{ where: 'content-type', value: `multipart/report; report-type=${type}`, rule }]
  }
  const part = reportPart(signs.mail, ...parts)
  if (part === null) return []
  const isMachine = isReport || signs.hasNullSender || (isMachineSender(signs) && !mayBePerson(signs))
  if (!isMachine && !(isMachineSender(signs) && isToldOfOther(signs))) return []
  return [{ where: `part ${part.path}`, value: part.contentType, rule }]
}

/** The keepers of mail systems write as postmaster themselves (RFC 2142), and attach the reports they ask about. */
const mayBePerson = (signs: Signs): boolean =>
  signs.fromLocal === 'postmaster' &&
  !signs.hasNullSender &&
  !/mail delivery s|mailer-daemon/i.test(signs.mail.fromText) &&
  !isBuiltAsReport(signs)

/** Title and first sentence both, as only programs write them: such a report may name nobody by address. */
const isBuiltAsReport = (signs: Signs): boolean =>
  bounceSubjects.some((one) => signs.subject.startsWith(one)) &&
  bounceOpenings.some((one) => openingOf(signs).slice(0, 100).includes(one))

/**
 * A report begins as reports do, and names somebody whom a mail did not reach; it came to who wrote that mail, so the
 * one it came to is not meant.
 */
function isToldOfOther(signs: Signs): boolean {
  const isTitled = bounceSubjects.some((one) => signs.subject.includes(one))
  if (!isTitled && !bounceOpenings.some((one) => openingOf(signs).includes(one))) return false
  const ours = new Set(signs.mail.to.map((one) => addressKey(one.address)))
  return readBounce(signs.mail, signs.text).recipients.some(
    ({ address }) => address !== null && !ours.has(addressKey(address)),
  )
}

const openingOf = (signs: Signs): string =>
  signs.text.slice(0, 3000).toLowerCase().replace(/\s+/g, ' ').trim()

/**
 * Does a mail system say that it could not deliver? A report (RFC 3464) says so itself; else it takes a machine's
 * sender and a phrase of one, or a mail that both is titled and begins as only machines do.
 */
export function bounce(signs: Signs): Evidence[] {
  const types = ['message/delivery-status', 'message/global-delivery-status']
  const standard = report(signs, 'delivery-status', types, 'rfc3464')
  if (standard.length > 0) return standard
  if (signs.notice?.kind === 'bounce') return [{ where: 'text', value: 'Bounce', rule: 'provider-notice' }]
  const opening = openingOf(signs)
  if (!isMachineSender(signs) && !signs.hasNullSender) return spokenBounce(signs, opening)
  const sender = senderEvidence(signs)
  const failed = signs.header(['x-failed-recipients'], 'failed-recipients')
  if (failed.length > 0) return [...failed, ...sender]
  if (mayBePerson(signs) && !isToldOfOther(signs)) return []
  // A mail system may call its report auto-replied; a person's responder may use the null sender.
  if (!isMachineSender(signs) && repliedMarks(signs).length > 0) return []
  // Couriers send with the null sender too: what failed has to be a mail.
  const isOfMail = isMachineSender(signs) || /@|\bmail|message/.test(opening)
  const titles = isOfMail ? [...bounceSubjects, ...daemonSubjects] : bounceSubjects
  const phrase = titles.find((one) => signs.subject.includes(one))
  if (phrase !== undefined) return [{ where: 'subject', value: phrase, rule: 'bounce-subject' }, ...sender]
  const openings = isOfMail ? [...bounceOpenings, ...daemonOpenings] : bounceOpenings
  const said = openings.find((one) => opening.includes(one))
  if (said !== undefined) return [{ where: 'text', value: said, rule: 'bounce-text' }, ...sender]
  // The daemon writes about nothing else than deliveries.
  const answer = isDaemon(signs)
    ? /\b[45]\d\d[ -][^\n]{0,80}|\b[45]\.\d{1,3}\.\d{1,3}\b|\b(?:error|failed|failure|rejected|refused)\b/.exec(
        `${signs.subject} ${opening}`,
      )
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
  // Parcels fail to be delivered too: what failed has to be a mail, or somebody who has an address.
  if (!/@|mail|message/.test(opening)) return []
  return [
    { where: 'subject', value: subject, rule: 'bounce-subject' },
    { where: 'text', value: said, rule: 'bounce-text' },
  ]
}

const GATEWAY =
  /gateway|anti-?virus|mail-?delivery|delivery-?(?:status|system|agent|report)|mailer|daemon|(?<![a-z])(?:smtp|mta|msa|mmdf)(?![a-z])|mail-?(?:system|admin|server)|^(?:no-?reply|bounces?|sysadmin)$/

const isDaemon = (signs: Signs): boolean =>
  /^(?:mailer-?daemon|mail-?daemon|post_master)$/.test(signs.fromLocal)

function senderEvidence(signs: Signs): Evidence[] {
  if (isMachineSender(signs))
    return [{ where: 'from', value: signs.mail.fromText.slice(0, 200), rule: 'machine-sender' }]
  return [{ where: 'return-path', value: '<>', rule: 'null-sender' }]
}
