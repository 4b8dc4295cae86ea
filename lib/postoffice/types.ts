import type { ParsedMail, Unreadable } from '@/lib/mail/types'

/** What the demo's post office shows: the outside world, where the customers are. Plain JSON. */
export interface PostOfficePerson {
  address: string
  name: string
  count: number
  latestSubject: string
  latestAt: string
}

export interface PostOfficeItem {
  id: string
  direction: 'received' | 'sent'
  /** The other side. */
  name: string
  address: string
  subject: string
  at: string
}

export interface PostOfficeLetter {
  id: string
  from: { name: string; address: string }
  to: { name: string; address: string }[]
  subject: string
  at: string
  text: string
  /** Cleaned; goes into a sandboxed frame only. */
  html: string | null
  files: { index: number; fileName: string; contentType: string; sizeBytes: number }[]
}

/** An address of a tenant that makes tickets of what it gets. */
export interface DemoAddress {
  tenant: string
  queue: string
  address: string
}

export interface KeptMail {
  id: string
  envelopeFrom: string
  envelopeTo: string[]
  receivedAt: Date
  subject: string
  fromText: string
  boxes: { address: string; direction: 'received' | 'sent' }[]
}

export interface OutgoingMail {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  inReplyTo: string | null
  references: string[]
  quoted: { author: string; at: Date; text: string } | null
  attachments: { fileName: string; contentType: string; bytes: Uint8Array }[]
}

/** The outside world as the demo keeps it. */
export interface PostOfficePorts {
  listMailboxes(): Promise<{ address: string; count: number; latest: KeptMail }[]>
  listMails(address: string): Promise<{ mails: KeptMail[] }>
  /** @throws AppError `not_found` */
  readMail(id: string): Promise<KeptMail & { bytes: Uint8Array }>
  parse(bytes: Uint8Array): Promise<ParsedMail | Unreadable>
  /** Hands the mail to our own SMTP receiver, as any mail client would. */
  send(mail: OutgoingMail): Promise<{ id: string }>
  demoAddresses(): DemoAddress[]
}
