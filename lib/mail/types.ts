/**
 * What a mail is, independent of any ticket. Every value here is plain data that survives a structured
 * clone: it crosses from the parser's thread to the caller. Every string went through `toDbText`.
 */

/** An address that `parseAddress` accepted; `name` is display text and says nothing about who wrote. */
export type MailAddress = { readonly name: string; readonly address: string }

export type HeaderLine = { readonly name: string; readonly value: string }

export type AttachmentKind =
  | 'file'
  | 'inline'
  | 'message'
  | 'delivery-report'
  | 'receipt'
  | 'complaint'
  | 'calendar'
  | 'signature'
  /** What only a Macintosh can use of the file beside it. */
  | 'resource-fork'

export type MailAttachment = {
  readonly index: number
  /** Safe to show and to store as a name; never empty. */
  readonly fileName: string
  /** The name as declared (decoded), or null when the part had none. */
  readonly declaredName: string | null
  /** Lower-case `type/subtype` as declared; the serving side decides by its own allow-list. */
  readonly contentType: string
  readonly disposition: 'attachment' | 'inline'
  /** Without angle brackets. */
  readonly contentId: string | null
  readonly sizeBytes: number
  /** Lower-case hex of the decoded bytes. */
  readonly sha256: string
  readonly bytes: Uint8Array
  readonly kind: AttachmentKind
  /** Where it stood: "2", "2.1", or inside an attached message "3/1.2". */
  readonly path: string
  /** What an attached message says of itself; only for kind `message`. */
  readonly message?: AttachedMessage
}

export type AttachedMessage = {
  readonly from: MailAddress | null
  readonly fromText: string
  readonly date: Date | null
  readonly subject: string
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Its text, bounded; '' when it has none. */
  readonly text: string
}

/** Every part of the mail is accounted for: shown as text, listed as a file, or at least named here. */
export type MailPart = {
  readonly path: string
  readonly contentType: string
  readonly sizeBytes: number
  readonly outcome: 'shown' | 'listed' | 'named'
  readonly reason: string
}

/** What a mail of a calendar wants (RFC 5546). */
export const calendarFlags = [
  'calendar-request',
  'calendar-cancel',
  'calendar-counter',
  'calendar-accepted',
  'calendar-tentative',
  'calendar-declined',
] as const

export type CalendarFlag = (typeof calendarFlags)[number]

export const mailFlags = [
  'charset-guessed',
  'charset-unknown',
  'date-invalid',
  'date-missing',
  'several-from',
  'from-missing',
  'from-rejected',
  'several-message-ids',
  'message-id-missing',
  'duplicate-header',
  'headers-truncated',
  'truncated-body',
  'truncated-html',
  'too-many-attachments',
  'nested-too-deep',
  'multipart-unclosed',
  'transfer-encoding-unknown',
  'encrypted',
  'signed',
  'pec-envelope',
  'unread',
  ...calendarFlags,
] as const

export type MailFlag = (typeof mailFlags)[number]

export type ParsedMail = {
  readonly kind: 'parsed'
  /** The first Message-ID as found, without angle brackets. */
  readonly messageId: string | null
  /** All ids found in Message-ID fields, first one included. */
  readonly messageIds: readonly string[]
  readonly inReplyTo: readonly string[]
  /** Oldest first, junk dropped, capped (the newest ones survive). */
  readonly references: readonly string[]
  /** null when missing or unreadable: never replaced by the time of reading. */
  readonly date: Date | null
  /** The first From mailbox with a usable address; with several, `several-from` is flagged. */
  readonly from: MailAddress | null
  readonly fromAll: readonly MailAddress[]
  /** The From field as text, for showing when no address was usable. */
  readonly fromText: string
  readonly sender: MailAddress | null
  readonly replyTo: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  readonly bcc: readonly MailAddress[]
  /** Where servers and forwarders noted the address this copy went to (Delivered-To, X-Original-To ...). */
  readonly deliveredTo: readonly string[]
  readonly subject: string
  /** The text parts in order; '' when the mail has none. */
  readonly text: string
  /** The HTML part as sent (decoded, hostile); null when the mail has none. */
  readonly html: string | null
  readonly attachments: readonly MailAttachment[]
  /** Decoded, in the order of the mail, bounded in number and length. */
  readonly headers: readonly HeaderLine[]
  readonly contentType: string
  /** Parameters of the top Content-Type, keys lower-case (report-type, protocol, method ...). */
  readonly contentTypeParams: readonly HeaderLine[]
  readonly parts: readonly MailPart[]
  readonly flags: readonly MailFlag[]
  readonly sizeBytes: number
  readonly sha256: string
}

export const unreadableReasons = [
  'empty',
  'too-large',
  'too-many-parts',
  'header-too-large',
  'timed-out',
  'out-of-memory',
  'parser-crashed',
] as const

export type UnreadableReason = (typeof unreadableReasons)[number]

/** A mail the reader gave up on. The raw bytes are kept; `minimal` is what a plain header scan saw. */
export type Unreadable = {
  readonly kind: 'unreadable'
  readonly reason: UnreadableReason
  /** For the log, never for a screen. */
  readonly detail: string
  readonly minimal: MinimalHeaders
  readonly sizeBytes: number
}

export type MinimalHeaders = {
  readonly subject: string
  readonly from: MailAddress | null
  readonly fromText: string
  readonly messageId: string | null
  readonly date: Date | null
}

export type ParseLimits = {
  readonly maxMailBytes: number
  readonly maxParts: number
  readonly maxHeaderBytes: number
  /** How deep attached messages are opened to list their files. */
  readonly maxMessageDepth: number
  readonly maxAttachments: number
  readonly maxTextBytes: number
  readonly maxHtmlBytes: number
  readonly maxHeaderLines: number
}

export type MailFacts = {
  readonly messageId: string | null
  readonly messageIds: readonly string[]
  /** Ids this mail answers, nearest parent first, without doubles: In-Reply-To, then References from the right. */
  readonly parentIds: readonly string[]
  /** References in the order of the mail, In-Reply-To appended where missing. */
  readonly references: readonly string[]
  readonly date: Date | null
  readonly from: MailAddress | null
  readonly fromAll: readonly MailAddress[]
  /** Who wrote, where a list or group put its own address into From; as the list tells. */
  readonly behindList: MailAddress | null
  readonly replyTo: readonly MailAddress[]
  readonly to: readonly MailAddress[]
  readonly cc: readonly MailAddress[]
  /** Addresses that say which mailbox or alias this copy went to: envelope, Delivered-To, X-Original-To ... */
  readonly deliveredTo: readonly string[]
  /** Keys (`addressKey`) of everyone the mail names as recipient, delivered-to included. */
  readonly recipientKeys: readonly string[]
  readonly subject: string
  /** Subject without reply and forward prefixes, for showing and for "possibly related". */
  readonly baseSubject: string
  readonly subjectKind: 'new' | 'reply' | 'forward'
  /** Texts in which a token of ours may stand. */
  readonly tokenCandidates: readonly string[]
  readonly flags: readonly MailFlag[]
}

export type ReplyText = {
  /** What the writer added. With low confidence everything, or nothing at all where all of it is marked as quoted. */
  readonly visible: string
  /** The quoted earlier conversation, '' when none was found. */
  readonly quoted: string
  readonly signature: string
  readonly confidence: 'high' | 'low' | 'none'
  /** Name of the rule that found the border, e.g. 'gmail-quote'. */
  readonly rule: string
}

export type ReplyHtml = {
  readonly visible: string
  /** The end of `visible`: what stands below the quote. */
  readonly below?: string
  readonly quoted: string
  readonly confidence: 'high' | 'low' | 'none'
  readonly rule: string
}
