import type { ImapFlowError } from 'imapflow'
import { AppError, isAppError } from '@/lib/errors'
import type { MailboxTroubleWord } from '@/lib/mailboxes/types'
import { TransportRefusal } from './mail-transport'

/**
 * What went wrong, as a word. Codes first: RFC 5530 gives servers words of their own. Sentences only where a
 * provider offers nothing else; they are all here.
 */
export function toMailboxTrouble(error: unknown, isGreeted: boolean): AppError {
  if (isAppError(error, 'mailbox_trouble') || isAppError(error, 'too_large')) return error
  const fingerprint = error instanceof TransportRefusal ? error.fingerprint : null
  const state = wordOf(error, isGreeted)
  const known = error as Partial<ImapFlowError> | null
  return new AppError('mailbox_trouble', `mailbox ${state}`, {
    cause: error,
    details: {
      state,
      isGreeted,
      fingerprint,
      ...(typeof known?.throttleReset === 'number' && { retryAfterMs: known.throttleReset }),
    },
  })
}

function wordOf(error: unknown, isGreeted: boolean): MailboxTroubleWord {
  if (isAppError(error, 'egress_refused'))
    return error.details.trouble === 'encryption_forbidden' ? 'encryption-forbidden' : 'unreachable'
  if (error instanceof TransportRefusal) return refusalWords[error.reason]
  if (!isGreeted || !(error instanceof Error)) return 'unreachable'
  const known: ImapFlowError = error
  const said = `${known.responseText ?? ''} ${typeof known.response === 'string' ? known.response : ''} ${known.reason ?? ''}`
  const sentence = sentences.find(([pattern]) => pattern.test(said))
  if (known.code === 'ETHROTTLE') return 'throttled'
  if (sentence) return sentence[1]
  if (known.serverResponseCode !== undefined) {
    const word = responseCodes[known.serverResponseCode.toUpperCase()]
    if (word) return word
  }
  if (known.tlsFailed || known.code === 'UPGRADE_TIMEOUT') return 'encryption-refused'
  if (known.oauthError !== undefined && known.authenticationFailed) return 'password-refused'
  if (/^Please configure the login|^No password configured/.test(known.message)) return 'login-required'
  if (
    /^Unsupported authentication mechanism|^No matching authentication method|^Login is disabled/.test(
      known.message,
    )
  )
    return 'login-unsupported'
  if (known.authenticationFailed) return 'password-refused'
  if (known.code !== undefined && brokenCodes.test(known.code)) return 'protocol-broken'
  return 'server-ill'
}

const refusalWords = {
  certificate: 'certificate-refused',
  'no-greeting': 'unreachable',
  flood: 'protocol-broken',
} as const

/** RFC 5530 and RFC 2221. */
const responseCodes: Record<string, MailboxTroubleWord> = {
  AUTHENTICATIONFAILED: 'password-refused',
  AUTHORIZATIONFAILED: 'not-connected',
  EXPIRED: 'password-refused',
  PRIVACYREQUIRED: 'encryption-refused',
  CONTACTADMIN: 'password-refused',
  UNAVAILABLE: 'server-ill',
  INUSE: 'throttled',
  LIMIT: 'throttled',
  THROTTLED: 'throttled',
  OVERQUOTA: 'throttled',
  REFERRAL: 'moved',
}

const sentences: [RegExp, MailboxTroubleWord][] = [
  // Exchange, after a login that went well: "User is authenticated but not connected."
  [/authenticated but not connected/i, 'not-connected'],
  // Gmail: "Too many simultaneous connections. (Failure)", "Account exceeded command or bandwidth limits."
  // Dovecot: "Maximum number of connections from user+IP exceeded". Exchange: "Request is throttled."
  [
    /too many simultaneous|maximum number of connections|bandwidth limits|is throttled|rate limit/i,
    'throttled',
  ],
  // Exchange, during a migration: "Mailbox has moved", "The mailbox is currently being moved".
  [/mailbox (?:has|is).{0,20} moved/i, 'moved'],
]

const brokenCodes =
  /^(?:ParserError|LineTooLarge|LiteralTooLarge|ResponseTooLarge|TooManyTokens|TooManyResponses|UnexpectedTag|MissingTag|InvalidResponse|MAX_IMAP_NESTING_REACHED|ResponseProcessingFailed|STARTTLS_INJECTION)/
