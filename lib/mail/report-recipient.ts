import type { BounceRecipient } from './classification'
import { addressOf, type Fields, typed } from './report-fields'
import { chooseStatus, commandIn, statusFromCode, statusIn } from './smtp-answer'
import { toDbLine } from './to-db-text'

/** What a block of fields (RFC 3464 section 2.3) says of one recipient; null when it is about none. */
export function readRecipient(fields: Fields): BounceRecipient | null {
  const reported = typed(fields.get('original-recipient') ?? fields.get('final-recipient'))
  const final = typed(fields.get('final-recipient'))
  return reported === '' && final === '' ? null : readBlock(fields, reported, final)
}

/** A block that leaves out for whom it is, and says what became of the mail. */
export function readUnnamed(fields: Fields): BounceRecipient | null {
  const isTold = /^[245]\.\d{1,3}\.\d{1,3}/.test(fields.get('status') ?? '')
  return isTold && fields.has('action') ? readBlock(fields, '', '') : null
}

function readBlock(fields: Fields, reported: string, final: string): BounceRecipient {
  const action = (fields.get('action') ?? '').toLowerCase().split(/[\s(;]/)[0] ?? ''
  const diagnostic = toDbLine(diagnosticOf(fields), { maxBytes: 2000 })
  const status = chooseStatus(statusIn(fields.get('status') ?? ''), diagnostic) ?? statusFromCode(diagnostic)
  const address = addressOf(plain(reported, final)) ?? addressOf(final)
  const alias = otherAddress(fields, address)
  return {
    address,
    reported: toDbLine(reported === '' ? final : reported, { maxBytes: 500 }),
    ...(alias === null ? {} : { alias }),
    action: isAction(action) ? action : actionOf(status),
    status,
    diagnostic,
    command: commandIn(diagnostic),
  }
}

/** Where the mail was passed on: under another final name, or as sendmail says, to another actual recipient. */
function otherAddress(fields: Fields, address: string | null): string | null {
  const others = ['x-actual-recipient', 'final-recipient'].map((name) => addressOf(typed(fields.get(name))))
  const isOther = (one: string) => one.toLowerCase() !== address?.toLowerCase() && !/^imceaex-/i.test(one)
  return others.find((one) => one !== null && isOther(one)) ?? null
}

/** A report that leaves the action out, or has a word of its own for it, says it by the class of its code. */
function actionOf(status: string | null): BounceRecipient['action'] {
  if (status === null) return 'unknown'
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : 'delivered'
}

/**
 * An original recipient is coded where it has a plus sign (xtext, RFC 3461 section 4: "+2B"), and some servers forget
 * to undo it. Only where the final one shows that it is code: "info+2B@" may as well be somebody's address.
 */
function plain(original: string, final: string): string {
  const decoded = original.replace(/\+(2B|3D|40)/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return decoded.toLowerCase() === final.toLowerCase() ? decoded : original
}

/** The answer of the refusing server; else what stands in brackets behind the status, or in a field of Exchange's. */
function diagnosticOf(fields: Fields): string {
  const code = fields.get('diagnostic-code')
  const answer = typed(code)
  // A program's words, not a server's (RFC 3464 section 2.3.6 leaves the types open): the type says which.
  if (answer !== '') return /^x-unix\s?;/i.test(code ?? '') ? `x-unix; ${answer}` : answer
  const comment = /\(([^()]{3,500})\)/.exec(fields.get('status') ?? '')?.[1] ?? ''
  // "Other or undefined network status" is the code's own name and no answer.
  return comment === '' || /\bundefined\b/i.test(comment)
    ? typed(fields.get('x-supplementary-info')).replace(/^<|>$/g, '').trim()
    : comment
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
const isAction = (value: string): value is (typeof actions)[number] => actions.some((one) => one === value)
