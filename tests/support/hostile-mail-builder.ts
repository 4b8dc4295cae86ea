import { createHash } from 'node:crypto'

/** What a hostile mail may point at: ids and addresses of a running system. */
export interface KnownToAttackers {
  creationAddress: string
  channelAddress: string
  /** Message-IDs of mails we sent, of this tenant and of its look-alike, and of a mail that both received. */
  ownMessageId: string
  foreignMessageId: string
  receivedMessageId: string
}

/**
 * message: a person's mail, shown in a ticket. quarantine: kept and listed with a reason. suppress: kept with a
 * reason, nothing to do (our own mail come back). either: depends on how fast this machine is. refused: 552.
 */
export type HostileEnding = 'message' | 'quarantine' | 'suppress' | 'either' | 'refused'

export interface HostileMail {
  name: string
  ends: HostileEnding
  build(known: KnownToAttackers): Buffer
  /** Said in MAIL FROM (RFC 1870). */
  declaredSize?: number
}

export const crlf = '\r\n'

type Fields = Record<string, string | null>

/** The fields of an ordinary mail, with some replaced, added, or (null) left out; every case has its own id. */
export function headerOf(name: string, fields: Fields = {}): string {
  const slug = name.replace(/[^a-z0-9]+/gi, '-')
  const all: Fields = {
    From: `Eve <${slug}@evil.example>`,
    To: 'support@business.example',
    Subject: `hostile ${name}`,
    Date: 'Fri, 20 Nov 2026 09:00:00 +0100',
    'Message-ID': `<${slug}@evil.example>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
  }
  return Object.entries(all)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .map(([field, value]) => `${field}: ${value}${crlf}`)
    .join('')
}

export function mailOf(
  name: string,
  fields: Fields = {},
  body: string | Uint8Array = `A text.${crlf}`,
): Buffer {
  return Buffer.concat([Buffer.from(headerOf(name, fields) + crlf), Buffer.from(body)])
}

/** Raw header lines in front of the ordinary ones, for fields that may not stand in an object. */
export const withLines = (
  name: string,
  lines: string,
  fields: Fields = {},
  body = `A text.${crlf}`,
): Buffer => Buffer.from(`${lines}${headerOf(name, fields)}${crlf}${body}`)

/** Leaves of a multipart, as `type` and text. */
export function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}${crlf}${part}${crlf}`).join('')}--${boundary}--${crlf}`
}

export const leaf = (type: string, text: string, fields = ''): string =>
  `Content-Type: ${type}${crlf}${fields}${crlf}${text}${crlf}`

export const times = (count: number, make: (index: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(between)

/** The same bytes at every run: random enough not to be a pattern, and named by the case. */
export function seededBytes(seed: string, length: number): Buffer {
  const blocks: Buffer[] = []
  for (let at = 0; at * 32 < length; at++) {
    blocks.push(createHash('sha256').update(`${seed} ${at}`).digest())
  }
  return Buffer.concat(blocks).subarray(0, length)
}

/** Base64 in lines of 76 (RFC 2045, 6.8). */
export const base64Lines = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/.{76}/g, `$&${crlf}`)
