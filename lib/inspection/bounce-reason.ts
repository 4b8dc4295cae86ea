import type { BounceRecipient } from '@/lib/mail/types'
import { bounceWords } from './bounce-words'
import { tellingReason } from './telling-phrases'

/** Enhanced status codes (RFC 3463, and the registry that RFC 5248 keeps) in the words operators search for. */
const byStatus: Readonly<Record<string, string>> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'filtered',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'systemerror',
  '1.10': 'notaccept',
  '1.90': 'speeding',
  '1.351': 'userunknown',
  '2.0': 'filtered',
  '2.1': 'suspend',
  '2.2': 'mailboxfull',
  '2.3': 'exceedlimit',
  '2.4': 'filtered',
  '3.0': 'systemerror',
  '3.1': 'systemfull',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'mesgtoobig',
  '3.5': 'systemerror',
  '4.0': 'networkerror',
  '4.1': 'expired',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'systemerror',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '5.0': 'mailererror',
  '5.1': 'syntaxerror',
  '5.2': 'syntaxerror',
  '5.3': 'toomanyconn',
  '5.4': 'syntaxerror',
  '5.5': 'syntaxerror',
  '6.0': 'contenterror',
  '6.1': 'contenterror',
  '6.2': 'contenterror',
  '6.3': 'contenterror',
  '6.5': 'contenterror',
  '6.9': 'contenterror',
  '7.0': 'securityerror',
  '7.1': 'securityerror',
  '7.2': 'securityerror',
  '7.7': 'securityerror',
  '7.8': 'securityerror',
  '7.13': 'suspend',
  '7.17': 'hasmoved',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.23': 'authfailure',
  '7.25': 'requireptr',
  '4.9': 'expired',
  '7.5': 'securityerror',
  '7.6': 'securityerror',
  '7.3': 'securityerror',
  '7.4': 'securityerror',
  '7.10': 'securityerror',
  '7.11': 'securityerror',
  '7.12': 'securityerror',
  '7.14': 'securityerror',
  '7.15': 'policyviolation',
  '7.22': 'authfailure',
  '7.24': 'authfailure',
  '7.27': 'notaccept',
  '7.28': 'speeding',
  '7.29': 'authfailure',
  '5.6': 'securityerror',
  '6.6': 'contenterror',
  '6.7': 'contenterror',
  '6.10': 'contenterror',
  '7.9': 'securityerror',
  '7.30': 'securityerror',
  '7.26': 'authfailure',
  '7.508': 'speeding',
  '7.509': 'authfailure',
  '7.511': 'blocked',
  '7.606': 'blocked',
  '7.649': 'blocked',
  '7.650': 'badreputation',
  '7.708': 'blocked',
  '7.750': 'blocked',
}

/** Where a temporary code says something else than the lasting one. */
const temporary: Readonly<Record<string, string>> = {
  '4.7.0': 'blocked',
  '4.7.1': 'blocked',
  '4.4.4': 'networkerror',
}

/** Diagnostics are as long as their servers like; what counts stands at the beginning. */
const maxLength = 2_000

/** Why a mail did not arrive, in one word; 'undefined' when neither code nor words tell. */
export function bounceReason({
  status,
  diagnostic,
  action,
  command = null,
  address = null,
}: Pick<BounceRecipient, 'status' | 'diagnostic'> &
  Partial<Pick<BounceRecipient, 'action' | 'command' | 'address'>>): string {
  const said = wordsOf(diagnostic.slice(0, maxLength))
  const coded = status === null ? undefined : (temporary[status] ?? byStatus[status.slice(2)])
  const told = tellingReason(said)
  if (told !== undefined) return byCommand(told, command, coded)
  const spoken = bounceWords.find(([, words]) => words.test(said))?.[0]
  const reason = spoken !== undefined && !vague.includes(spoken) ? spoken : (coded ?? spoken)
  if (reason !== undefined) return byCommand(reason, command, coded)
  if (action === 'delayed') return 'expired'
  // Groups refuse in the language of the writer and without a code: who may not post is not told whether one exists.
  return address?.toLowerCase().endsWith('@googlegroups.com') ? 'rejected' : 'undefined'
}

/** Words so general that a code, where there is one, says more. */
const vague: readonly string[] = ['filtered', 'contenterror', 'systemerror', 'syntaxerror']

/**
 * An answer means what its command asked: a user who is unknown only after the whole mail was taken is a filter's
 * excuse, and a refusal of MAIL FROM is about the sender.
 */
function byCommand(reason: string, command: BounceRecipient['command'], coded: string | undefined): string {
  // The code of an unknown address is about the address whenever it is said.
  if (command === 'data' && reason === 'userunknown' && coded !== 'userunknown') return 'filtered'
  if (command === 'mail' && (reason === 'blocked' || reason === 'filtered')) return 'rejected'
  return reason
}

/**
 * The words without what is no word of the answer: addresses and hosts ("spam-reports@", "mx-blocked.example"),
 * codes between the words, and what mail systems write in front of every answer whatever it says.
 */
function wordsOf(text: string): string {
  return (
    text
      .replace(/[^\s<>"'()[\]:;,]{0,100}@[^\s<>"'()[\]:;,]{1,200}/g, '@')
      .replace(/(?:\b[245]\d\d[ -])?#?\b[245]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -]/g, ' ')
      .replace(/\[?\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b\]?/g, ' ')
      // A dot inside a host's name ends no sentence.
      .replace(/\.(?=[^\s.])/g, '·')
      .replace(/[ \t]{2,}/g, ' ')
      .replace(PREFACES, ' ')
  )
}

const PREFACES =
  /delivery temporarily suspended:|unknown address error|recipient address rejected:(?! access denied)(?=\s{0,3}[a-z])|google tried to deliver your message, but it was rejected by[^:]{0,300}:|we recommend contacting the other email provider[^:]{0,200}:|please do not reply to this e-?mail|this is the mailer-daemon/gi

/** Reasons that lie in the address itself: no later attempt will do better. */
const lasting: readonly string[] = ['userunknown', 'hostunknown', 'hasmoved', 'notaccept']

export const isLasting = (reason: string): boolean => lasting.includes(reason)

/** The three digits of the server's answer (RFC 5321 section 4.2), or null. */
export const replyCode = (diagnostic: string): string | null =>
  /(?:^|[\s(:])([245]\d\d)(?=[\s\-:;,)#]|$)/.exec(diagnostic)?.[1] ?? null
