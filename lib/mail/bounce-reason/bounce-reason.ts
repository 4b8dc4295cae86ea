import type { BounceRecipient } from '@/lib/mail/classification'
import { administratorPhrases } from './administrator-phrases'
import { nonEnglishPhrases } from './non-english-phrases'
import { providerReason } from './provider-codes'
import { phraseReason, type ReasonPhrases } from './reason-phrases'
import { refusalPhrases } from './refusal-phrases'
import { serverPhrases } from './server-phrases'
import { singleWords } from './single-words'
import { exactReason, isGeneral, replyReason, statusReason } from './status-reasons'
import { usualPhrases } from './usual-phrases'

/** Diagnostics are as long as their servers like; what counts stands at the beginning. */
const maxLength = 2_000

/** Sentences that mean one thing whatever code stands beside them. */
const decisivePhrases: ReasonPhrases = [...refusalPhrases, ...serverPhrases, ...nonEnglishPhrases]

/** What is guessed by where no code says more. */
const guessingPhrases: ReasonPhrases = [...administratorPhrases, ...singleWords]
/** A whole report contains most of these words somewhere: they are asked only of what is as short as an answer. */
const maxGuessedLength = 500

/**
 * Why a mail did not arrive, in one word; 'undefined' when nothing tells. The surest witness is asked first:
 *
 * 1. codes that one maker or provider gives for one thing (status-reasons, provider-codes);
 * 2. sentences that mean one thing (refusal-, server-, non-english-phrases);
 * 3. usual sentences, but for those that say less than the code beside them (usual-phrases);
 * 4. where the code is a general one, what administrators write, and single words (administrator-phrases, single-words);
 * 5. the registered status code, then the three digits (status-reasons).
 *
 * Words stand before registered codes because servers choose them with care, while 5.7.1 and 550 are given for
 * everything.
 */
export function bounceReason({
  status,
  diagnostic,
  action,
  command = null,
  address = null,
}: Pick<BounceRecipient, 'status' | 'diagnostic'> &
  Partial<Pick<BounceRecipient, 'action' | 'command' | 'address'>>): string {
  const said = wordsOf(diagnostic.slice(0, maxLength))
  const coded = statusReason(isOfRelay(status, diagnostic) ? null : status)
  const exact = exactReason(status) ?? providerReason(diagnostic.slice(0, maxLength))
  if (exact !== undefined) return exact
  const told = phraseReason(decisivePhrases, said)
  if (told !== undefined) return byCommand(told, command, coded)
  const [spoken, , sure = 'sure'] = usualPhrases.find(([, words]) => words.test(said)) ?? []
  // "Access denied": to whom, the command tells better than the code.
  if (sure === 'vague' && spoken === 'blocked' && command === 'mail') return 'rejected'
  if (sure === 'vague' && spoken === 'blocked' && command === 'connect') return spoken
  const guessed = isGeneral(status) ? guessedReason(diagnostic) : undefined
  const worded = (sure === 'sure' ? spoken : undefined) ?? guessed ?? coded ?? spoken
  if (worded !== undefined) return byCommand(worded, command, coded)
  if (action === 'delayed') return 'expired'
  // Groups refuse in the language of the writer and without a code: who may not post is not told whether one exists.
  if (address?.toLowerCase().endsWith('@googlegroups.com')) return 'rejected'
  return (
    guessedReason(diagnostic) ?? replyReason(replyCode(diagnostic)) ?? statusReason(status) ?? 'undefined'
  )
}

/** The reason in what a server answered us (RFC 5321 section 4.2, RFC 3463), and to which command, where that is known. */
export const answerReason = (response: string, command: BounceRecipient['command'] = null): string =>
  bounceReason({
    status: /^\s{0,5}\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null,
    diagnostic: response,
    action: 'failed',
    command,
  })

/** IronPort heads whatever is refused in answer to RCPT with "5.1.0 - Unknown address error". */
const isOfRelay = (status: string | null, diagnostic: string): boolean =>
  status === '5.1.0' && /5\.1\.0 - unknown address error/i.test(diagnostic)

function guessedReason(diagnostic: string): string | undefined {
  const said = wordsOf(answerIn(diagnostic).slice(0, maxLength))
  return said.length > maxGuessedLength ? undefined : phraseReason(guessingPhrases, said)
}

/** Behind its three digits stands the answer, before them who passes it on. */
function answerIn(diagnostic: string): string {
  const at = diagnostic.search(/(?:^|[\s(:'"<[])[45]\d\d[ -]/)
  return at < 0 ? diagnostic : diagnostic.slice(at)
}

/**
 * An answer means what its command asked. Before MAIL nothing is known but the host, so that whatever is said
 * refuses it; in answer to MAIL the sender is refused; a user who is unknown only after the whole mail was taken is a
 * filter's excuse. And a size is the limit of one mailbox where the code says so (X.2.3), else of the whole system.
 */
function byCommand(reason: string, command: BounceRecipient['command'], coded: string | undefined): string {
  if (reason === 'mesgtoobig' && coded === 'exceedlimit') return coded
  if (command === 'connect' && aboutOthers.includes(reason)) return 'blocked'
  // The code of an unknown address is about the address whenever it is said.
  if (command === 'data' && reason === 'userunknown' && coded !== 'userunknown') return 'filtered'
  if (command === 'mail' && aboutRecipients.includes(reason)) return 'rejected'
  return reason
}

/** Before RCPT an unknown user or domain is the sender's. */
const aboutRecipients: readonly string[] = ['userunknown', 'hostunknown', 'filtered']

/** What cannot be meant by a server that has been told neither sender nor recipient nor mail. */
const aboutOthers: readonly string[] = ['filtered', 'rejected', 'spamdetected', 'contenterror', 'userunknown']

/**
 * The words without what is no word of the answer: addresses and hosts ("spam-reports@", "mx-blocked.example"),
 * codes between the words, and what mail systems write in front of every answer whatever it says.
 */
function wordsOf(text: string): string {
  return (
    text
      .replace(/\.{3,10}/g, ' . ')
      .replace(/[^\s<>"'()[\]:;,]{0,100}@[^\s<>"'()[\]:;,]{1,200}/g, '@')
      .replace(/(?:\b[245]\d\d[ -])?#?\b[245]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -]/g, ' ')
      .replace(/\[?\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b\]?/g, ' ')
      .replace(BLOCK_LISTS, ' dnsbl ')
      // What a page of help is called ("/help/spam/rejected.html") is not what happened.
      .replace(/\bhttps?:\/{1,2}[^\s<>"']{1,500}/gi, ' http ')
      // A dot inside a host's name ends no sentence.
      .replace(/\.(?=[^\s.])/g, '·')
      .replace(/[ \t]{2,}/g, ' ')
      .replace(PREFACES, ' ')
  )
}

/** Lists of hosts by their names: most are called after spam, and an answer that names one is not about the mail. */
const BLOCK_LISTS =
  /\b(?:[\w-]{1,40}\.){0,4}(?:spamhaus|spamcop|spamrl|spameatingmonkey|spamrats|sorbs|barracudacentral|abuseat|uceprotect|senderbase|surriel|njabl|dsbl|mail-abuse|hostkarma|invaluement|ivmsip|abusix|blocklist\.de)\b(?:[.\-/][\w.\-/?=&%~]{0,100})?/gi

const PREFACES =
  /delivery temporarily suspended:|smtp error from remote (?:mail )?server|(?:to|of|for) the following (?:recipients?|address(?:es)?)\b|unknown address error|recipient address rejected:(?! access denied)(?=\s{0,3}[a-z])|(?:google tried to deliver your message, but )?it was rejected by[^:]{0,300}:|we recommend contacting the other email provider[^:]{0,200}:|please do not reply to this e-?mail|\(delivery attempts: \d{1,5}\)|this is the mailer-daemon|(?:recipients?|message|it) (?:was|were|has been) (?:rejected|refused) by (?:a|the) remote (?:mail )?server|(?:remote )?server \S{0,100} ?(?:\([^()]{0,60}\) )?(?:issued an error|failed with)/gi

/** Reasons that lie in the address itself: no later attempt will do better. */
const lasting: readonly string[] = ['userunknown', 'hostunknown', 'hasmoved', 'notaccept']

export const isLasting = (reason: string): boolean => lasting.includes(reason)

/** The three digits of the server's answer (RFC 5321 section 4.2), or null. */
export const replyCode = (diagnostic: string): string | null =>
  /(?:^|[\s(:'"<[])([245]\d\d)(?=[\s\-:;,)#]|$)/.exec(diagnostic)?.[1] ?? null
