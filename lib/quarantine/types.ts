export interface QuarantineItem {
  rawMailId: string
  receivedAt: string
  from: string
  subject: string
  recipient: string
  sizeBytes: number
  reason: string
  attempts: number
  /** More mails of the same sender that are held, counted up to 1,000: of them the first in turn alone is listed. */
  heldBehind: number
}

export interface QuarantinePage {
  items: QuarantineItem[]
  nextCursor: string | null
}
