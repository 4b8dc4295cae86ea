/**
 * One error type. `code` decides status and public text; `message` is for the log; `details` never reach a
 * screen. Three families: a *refusal* is expected and returned to the caller, *trouble* comes from an adapter
 * and is stored as a word, and a *bug* is a plain Error from an invariant.
 */
const codes = {
  not_found: { status: 404, family: 'refusal' },
  unauthenticated: { status: 401, family: 'refusal' },
  forbidden: { status: 403, family: 'refusal' },
  invalid_input: { status: 400, family: 'refusal' },
  conflict: { status: 409, family: 'refusal' },
  stale_version: { status: 409, family: 'refusal' },
  idempotency_conflict: { status: 409, family: 'refusal' },
  rate_limited: { status: 429, family: 'refusal' },
  too_large: { status: 413, family: 'refusal' },
  unsupported_media_type: { status: 415, family: 'refusal' },
  ticket_has_no_recipient: { status: 409, family: 'refusal' },
  recipient_blocked: { status: 409, family: 'refusal' },
  own_address: { status: 409, family: 'refusal' },
  no_outgoing_channel: { status: 409, family: 'refusal' },
  send_not_uncertain: { status: 409, family: 'refusal' },
  reauthentication_needed: { status: 403, family: 'refusal' },
  last_way_in: { status: 409, family: 'refusal' },
  channel_in_use: { status: 409, family: 'refusal' },
  feature_off: { status: 404, family: 'refusal' },
  quota_exceeded: { status: 507, family: 'trouble' },
  storage_unavailable: { status: 503, family: 'trouble' },
  database_unavailable: { status: 503, family: 'trouble' },
  server_unavailable: { status: 503, family: 'trouble' },
  egress_refused: { status: 422, family: 'trouble' },
  credential_refused: { status: 409, family: 'trouble' },
  key_missing: { status: 503, family: 'trouble' },
  mailbox_trouble: { status: 502, family: 'trouble' },
  timed_out: { status: 504, family: 'trouble' },
  mail_unreadable: { status: 422, family: 'trouble' },
  internal: { status: 500, family: 'bug' },
} as const satisfies Record<string, { status: number; family: 'refusal' | 'trouble' | 'bug' }>

export type ErrorCode = keyof typeof codes

/** The same in every copy of this module. */
const brand = Symbol.for('postino.AppError')

/**
 * The web process holds this module twice, once for its start and once for its routes, and what they share (pools,
 * ports) was made by one of them: an error of either copy is one for both.
 */
export class AppError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && brand in value
  }

  readonly [brand] = true
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details ?? {}
  }

  get status(): number {
    return codes[this.code].status
  }

  get isRefusal(): boolean {
    return codes[this.code].family === 'refusal'
  }
}

export const isAppError = (error: unknown, code?: ErrorCode): error is AppError =>
  error instanceof AppError && (code === undefined || error.code === code)

/** A row that is missing, or is another tenant's: the caller cannot tell which. */
export const notFound = (what: string): AppError => new AppError('not_found', `${what} not found`)
