import type { BounceRecipient } from './classification'

/**
 * Which command the refusing server answered: Postfix writes "in reply to", Exim "after", sendmail and its kin the
 * dialogue with its arrows. The last one counts: the ones before were accepted.
 */
export function commandIn(text: string): BounceRecipient['command'] {
  const found = [...text.slice(0, 20_000).matchAll(COMMAND)].at(-1)?.[1]?.toLowerCase()
  if (found === undefined) return null
  // Servers that get all commands at once answer DATA with the refusal of every RCPT before it.
  if ((found === 'data' || found === 'bdat') && /\b503\b|need rcpt|no valid rec|valid rcpt/i.test(text))
    return 'rcpt'
  if (found === 'data' || found === 'bdat') return 'data'
  if (found === 'mail') return 'mail'
  return found === 'rcpt' ? 'rcpt' : 'connect'
}

const COMMAND =
  /(?:in (?:reply|response) to|after|following|>>>|smtp command[: -]{0,3}|during|talk to me|at)\s{0,20}(?:the |end of |final |sending |pipelined |smtp )?(data|bdat|mail(?= ?(?:from|command))|rcpt|ehlo|helo|initial connection|connection)\b/gi

/** Enhanced status code (RFC 3463 section 2) anywhere in a text. */
export function statusIn(text: string): string | null {
  return /(?:^|[\s#(<])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text.slice(0, 4000))?.[1] ?? null
}

/**
 * The code that says most. The Status field is the reporting server's own summary ("4.4.7, gave up"); what the
 * refusing server answered stands in the words. x.0.0 says nothing, and of several answers the last is the origin.
 */
export function chooseStatus(field: string | null, words: string): string | null {
  const said = [...words.slice(0, 4000).matchAll(STATUS)].map((found) => found[1] ?? '')
  const telling = said.filter((code) => !code.endsWith('.0.0'))
  // A server that gave up quotes the last answer beside its own code.
  const answered = telling.filter((code) => !code.endsWith('.4.7'))
  const chosen = answered.at(-1) ?? telling.at(-1)
  if (chosen !== undefined) return chosen
  return field !== null && !field.endsWith('.0.0') ? field : (field ?? said.at(-1) ?? null)
}

const STATUS = /(?:^|[\s#(<:['"-])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/g

/** A class without a detail, for an answer that only has its three digits (RFC 5321 section 4.2). */
export function statusFromCode(diagnostic: string): string | null {
  const code = /(?:^|[^\d.])([45])\d\d[ -]/.exec(diagnostic)?.[1]
  return code === undefined ? null : `${code}.0.0`
}

/** A line with an answer's code, of three digits or enhanced. */
export const hasCode = (line: string): boolean =>
  /(?:^|[^\d.])[45]\d\d[ :-]|(?:^|[^\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)/.test(line)

/** Says no more than that something failed: codes, addresses, and what stands in every standard beside the code. */
export const isVague = (diagnostic: string): boolean =>
  diagnostic
    .replace(/[^\s<>]{0,100}@[^\s<>]{1,200}/g, '')
    .replace(
      /\b(?:requested (?:mail )?action (?:not taken|aborted)|transaction failed|service unavailable|smtp|status|error|code|failed|failure|permanent|msexch:[\w:]{1,60})\b/gi,
      '',
    )
    .replace(/[^\p{L}]+/gu, '').length < 5
