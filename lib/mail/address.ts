import { domainToASCII, domainToUnicode } from 'node:url'
import type { MailAddress } from './types'

const MAX_ADDRESS_BYTES = 254
const MAX_LOCAL_BYTES = 64

/**
 * The one reading of an e-mail address in the product: what this accepts is, byte for byte, what goes into
 * the SMTP envelope. It rejects and never repairs: quoted local parts, comments, groups, encoded-words,
 * anything NFKC would change (full-width @), more than one @, controls, more than 254 bytes. The domain comes
 * back as lower-case A-labels, the local part keeps its case. Returns null for everything else.
 */
export function parseAddress(input: unknown): MailAddress | null {
  if (typeof input !== 'string' || input.length < 3 || input.length > MAX_ADDRESS_BYTES) return null
  const at = input.indexOf('@')
  if (at < 1 || at !== input.lastIndexOf('@')) return null
  if (input.normalize('NFKC') !== input) return null
  const local = input.slice(0, at)
  if (!LOCAL_PART.test(local) || local.includes('=?') || !isDotAtom(local)) return null
  const domain = envelopeDomain(input.slice(at + 1))
  if (domain === null || Buffer.byteLength(local) > MAX_LOCAL_BYTES) return null
  const address = `${local}@${domain}`
  return Buffer.byteLength(address) > MAX_ADDRESS_BYTES ? null : { name: '', address }
}

/** The form in which addresses are compared and kept unique. Only for addresses that `parseAddress` made. */
export function addressKey(address: string | MailAddress): string {
  return (typeof address === 'string' ? address : address.address).toLowerCase()
}

/** Without what stands behind a plus sign: the address that was given out. */
export function addressWithoutTag(address: string): string {
  const at = address.lastIndexOf('@')
  const plus = address.indexOf('+')
  return plus > 0 && plus < at ? address.slice(0, plus) + address.slice(at) : address
}

/** atext of RFC 5322 and the dot; beyond ASCII letters, marks and digits (RFC 6531). */
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]+$/u

/** Doubled or outer dots have to be quoted in a header: the same address would then be written two ways. */
const isDotAtom = (local: string): boolean =>
  !local.startsWith('.') && !local.endsWith('.') && !local.includes('..')

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

function envelopeDomain(input: string): string | null {
  const lower = input.toLowerCase()
  const ascii = isAsciiText(lower) ? lower : aLabels(lower)
  if (ascii === null || ascii.length > 253) return null
  const labels = ascii.split('.')
  if (!labels.every((label) => LABEL.test(label))) return null
  // A numeric last label is an IP address to every resolver and URL parser.
  const last = labels.at(-1) ?? ''
  if (/^(?:\d+|0x[0-9a-f]*)$/.test(last)) return null
  if (labels.some((label) => label.startsWith('xn--')) && domainToASCII(ascii) !== ascii) return null
  return ascii
}

/** null when the conversion (UTS 46) would map to some other domain than the one written. */
function aLabels(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.\-\u00b7\u30fb]+$/u.test(domain)) return null
  const ascii = domainToASCII(domain)
  return ascii !== '' && domainToUnicode(ascii) === domain.normalize('NFC') ? ascii : null
}

function isAsciiText(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}
