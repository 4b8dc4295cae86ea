import { createHmac, timingSafeEqual } from 'node:crypto'
import { decodeBase32, encodeBase32 } from './base32'

/**
 * How an answer finds its ticket: a mark only we can make, in three places that mail clients give back.
 *
 *   Message-ID     po1-<key>.<ticket>.<mail>.<mac>@<host>    one outgoing mail; 128-bit mac
 *   root id        po1-<key>.<ticket>.root.<mac>@<host>      first in References of every mail of a ticket
 *   reply address  <local>+<key>.<number>.<mac>@<domain>     short, because a local part has 64 bytes at most
 *                                                            (RFC 5321 section 4.5.3.1.1); 100-bit mac
 *
 * Ids are base32 (26 characters), the ticket's number is base36. The mac covers the tenant, which is never
 * written down, everything that is, and the place it stands in: a mark of one tenant, host or address is none
 * elsewhere. All lower case: servers fold the case of addresses. There is one format and no older one.
 */
export interface ThreadKey {
  /** Public: 1 to 8 characters of a-z and 0-9. */
  id: string
  secret: string
}

export interface ReadToken {
  /** Set by a Message-ID or root id. */
  ticketId: string | null
  /** Set by a reply address. */
  ticketNumber: number | null
  /** The mail that is answered; null for a root id and a reply address. */
  outboundMailId: string | null
  keyId: string
  candidate: string
}

/** The Message-ID of one outgoing mail, without angle brackets. */
export function makeMessageId(
  key: ThreadKey,
  of: { tenantId: string; ticketId: string; outboundMailId: string },
  hostname: string,
): string {
  return idText(key, of.tenantId, encodeUuid(of.ticketId), encodeUuid(of.outboundMailId), hostname)
}

/** The id that all mails of a ticket name first in References, without angle brackets. No mail bears it. */
export function makeRootId(
  key: ThreadKey,
  of: { tenantId: string; ticketId: string },
  hostname: string,
): string {
  return idText(key, of.tenantId, encodeUuid(of.ticketId), rootMark, hostname)
}

/** The Reply-To address of a ticket; null when the creation address leaves no room for the mark. */
export function makeReplyAddress(
  key: ThreadKey,
  of: { tenantId: string; ticketNumber: number },
  creationAddress: string,
): string | null {
  const { local, domain } = splitAddress(creationAddress.toLowerCase())
  const number = of.ticketNumber.toString(36)
  const marked = `${local}+${key.id}.${number}.${addressMac(key, of.tenantId, number, `${local}@${domain}`)}`
  return Buffer.byteLength(marked) > maxLocalPartBytes ? null : `${marked}@${domain}`
}

/**
 * Which of these texts (Message-IDs without brackets, addresses) are marks that we made for this tenant. Everything
 * else is passed over in silence; the order of the candidates is kept.
 */
export function readTokens(
  keys: readonly ThreadKey[],
  tenantId: string,
  candidates: readonly string[],
): ReadToken[] {
  return candidates.flatMap((candidate) => {
    if (candidate.length > maxCandidateLength) return []
    const text = candidate
      .trim()
      .replace(/^<(.*)>$/, '$1')
      .toLowerCase()
    return readId(keys, tenantId, text, candidate) ?? readAddress(keys, tenantId, text, candidate) ?? []
  })
}

const rootMark = 'root'
const maxLocalPartBytes = 64
const maxCandidateLength = 400
const idMacBytes = 16
/** 100 bits: twenty characters and no spare bits. */
const addressMacChars = 20
const idPattern =
  /^po1-([a-z0-9]{1,8})\.([a-z2-7]{26})\.([a-z2-7]{26}|root)\.([a-z2-7]{26})@([a-z0-9.-]{1,253})$/
const addressPattern =
  /^([^+@]{1,32}(?:\+[^+@]{1,20})?)\+([a-z0-9]{1,8})\.([1-9a-z][0-9a-z]{0,5})\.([a-z2-7]{20})@([a-z0-9.-]{1,253})$/

function readId(keys: readonly ThreadKey[], tenantId: string, text: string, candidate: string) {
  const [, keyId, ticket, mail, mac, host] = idPattern.exec(text) ?? []
  const key = keys.find((one) => one.id === keyId)
  if (!key || !ticket || !mail || !mac || !host) return null
  if (!isSame(mac, idMac(key, tenantId, ticket, mail, host))) return null
  const ticketId = decodeUuid(ticket)
  const outboundMailId = mail === rootMark ? null : decodeUuid(mail)
  if (ticketId === null || (outboundMailId === null && mail !== rootMark)) return null
  return { ticketId, ticketNumber: null, outboundMailId, keyId: key.id, candidate }
}

function readAddress(keys: readonly ThreadKey[], tenantId: string, text: string, candidate: string) {
  const [, local, keyId, number, mac, domain] = addressPattern.exec(text) ?? []
  const key = keys.find((one) => one.id === keyId)
  if (!key || !local || !number || !mac || !domain) return null
  if (!isSame(mac, addressMac(key, tenantId, number, `${local}@${domain}`))) return null
  return {
    ticketId: null,
    ticketNumber: Number.parseInt(number, 36),
    outboundMailId: null,
    keyId: key.id,
    candidate,
  }
}

function idText(key: ThreadKey, tenantId: string, ticket: string, mail: string, hostname: string): string {
  const host = hostname.toLowerCase()
  return `po1-${key.id}.${ticket}.${mail}.${idMac(key, tenantId, ticket, mail, host)}@${host}`
}

const idMac = (key: ThreadKey, tenantId: string, ticket: string, mail: string, host: string): string =>
  encodeBase32(macOf(key, 'id', tenantId, ticket, mail, host).subarray(0, idMacBytes))

const addressMac = (key: ThreadKey, tenantId: string, number: string, address: string): string =>
  encodeBase32(macOf(key, 'address', tenantId, number, address)).slice(0, addressMacChars)

/** No field can hold a line break, so that no two lists of fields are one text. */
const macOf = (key: ThreadKey, ...fields: string[]): Buffer =>
  createHmac('sha256', key.secret)
    .update(['thread', key.id, ...fields].join('\n'))
    .digest()

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const encodeUuid = (id: string): string => encodeBase32(Buffer.from(id.replaceAll('-', ''), 'hex'))

function decodeUuid(text: string): string | null {
  const bytes = decodeBase32(text)
  if (bytes?.length !== 16) return null
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function splitAddress(address: string): { local: string; domain: string } {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1) }
}
