import type { Evidence } from './classification'
import type { MailAddress } from './types'

/** A mail that somebody passed on, as far as it can be read: whose it was, and by what it was recognised. */
export type ForwardedMail = {
  readonly how: 'inline' | 'attached'
  /** null when no usable address was printed; `fromText` then holds what was. */
  readonly from: MailAddress | null
  readonly fromText: string
  readonly dateText: string
  /** null when unreadable or ambiguous. Without a printed zone it is read as UTC. */
  readonly date: Date | null
  readonly isZoneKnown: boolean
  readonly subject: string
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly body: string
  /** What the forwarder wrote above. */
  readonly note: string
  readonly confidence: 'high' | 'medium' | 'low'
  readonly evidence: readonly Evidence[]
  /** The forward that this forward passes on. */
  readonly inner: ForwardedMail | null
}
