import type { MailAddress } from './types'

/** What sort of mail one is and what it reports, as `classify` finds out. Plain data, as all of `types.ts`. */
export type MailKind =
  | 'human'
  | 'auto-reply'
  | 'vacation'
  | 'bounce'
  | 'complaint'
  | 'receipt'
  | 'list'
  | 'bulk'
  | 'calendar'
  | 'forwarding-confirmation'
  | 'pec-receipt'

export type Evidence = {
  /** Where it was seen: a header name, 'content-type', 'part 2', 'envelope'. */
  readonly where: string
  readonly value: string
  readonly rule: string
}

export type BounceRecipient = {
  readonly address: string | null
  /** The recipient as the report wrote it. */
  readonly reported: string
  /** The second address of the same recipient: what this one was expanded from, or to. */
  readonly alias?: string
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded' | 'unknown'
  /** Enhanced status (RFC 3463) such as 5.1.1, or null. */
  readonly status: string | null
  readonly diagnostic: string
  /** The SMTP command that was refused, where the report tells. */
  readonly command: 'connect' | 'mail' | 'rcpt' | 'data' | null
}

export type BounceReport = {
  readonly recipients: readonly BounceRecipient[]
  readonly reportingMta: string | null
  readonly originalMessageId: string | null
  readonly originalSubject: string | null
  /** What we called the mail when we handed it over (ENVID, RFC 3461 section 4.4), where the report says so. */
  readonly originalEnvelopeId?: string
  /** hard: will not arrive. soft: may still arrive, or may be tried later. none: it was delivered. */
  readonly severity: 'hard' | 'soft' | 'none'
}

export type ReceiptReport = {
  readonly originalMessageId: string | null
  readonly finalRecipient: string | null
  readonly disposition: 'displayed' | 'deleted' | 'processed' | 'denied' | 'unknown'
  readonly isAutomatic: boolean
}

export type ComplaintReport = {
  readonly feedbackType: string
  readonly originalMessageId: string | null
  readonly originalRecipient: string | null
}

export type PecReceipt = {
  /** X-Ricevuta or X-TipoRicevuta as sent, lower-case: accettazione, avvenuta-consegna ... */
  readonly type: string
  readonly originalMessageId: string | null
  /** Of whose copy it speaks; null where it speaks of the whole mail. */
  readonly recipient: string | null
  /** The provider that wrote it, as it calls itself; '' where it does not say. */
  readonly provider: string
  /** Why a copy was not delivered, in the provider's words. */
  readonly detail: string
}

/** An envelope of certified mail around somebody's mail. */
export type PecEnvelope = {
  /** False: an ordinary mail that a provider handed on to a certified mailbox. */
  readonly isCertified: boolean
  /** As the provider calls itself; '' where it does not say. */
  readonly provider: string
  readonly carrier: MailAddress | null
  /** Who the mail inside says wrote it. */
  readonly author: MailAddress | null
  /** The envelope names the same author. */
  readonly isAuthorVouched: boolean
}

export type Classification = {
  readonly kind: MailKind
  readonly evidence: readonly Evidence[]
  /** RFC 3834: may an automatic answer go to the sender of this mail at all? */
  readonly mayAutoAnswer: boolean
  readonly bounce: BounceReport | null
  readonly receipt: ReceiptReport | null
  readonly complaint: ComplaintReport | null
  readonly pec: PecReceipt | null
}
