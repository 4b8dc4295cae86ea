const MAX_HEADER_BYTES = 64 * 1024
const MAX_SIGNATURES = 16
const MAX_BODY_BYTES = 25 * 1024 * 1024

/**
 * Whether a mail carries signatures, by DKIM or of an ARC chain, that may be checked. The check needs time by the square
 * of a run of spaces in the header (250 KB of them: minutes), so what no honest signer writes is not given to it. A
 * signature over a part of the body only (`l=`, RFC 6376, 8.2) proves nothing about what a reader sees.
 */
export function inspectSignatures(bytes: Uint8Array): 'none' | 'worth-checking' | 'not-checkable' {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, MAX_HEADER_BYTES))
  const text = start.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)?.index
  const header = end === undefined ? text : text.slice(0, end)
  const fields = header.split(/\r?\n(?![ \t])/)
  const seals = fields.filter((field) => /^arc-(?:seal|message-signature)[ \t]*:/i.test(field))
  const signatures = [...fields.filter((field) => /^dkim-signature[ \t]*:/i.test(field)), ...seals]
  const isTooLarge =
    bytes.byteLength > MAX_BODY_BYTES || (end === undefined && bytes.byteLength > MAX_HEADER_BYTES)
  if (isTooLarge) return 'not-checkable'
  if (signatures.length === 0) return 'none'
  const isOdd =
    signatures.length > MAX_SIGNATURES ||
    /[ \t\r\n]{200}/.test(header) ||
    signatures.some((field) => field.length > 8_192 || /[;\s]l\s*=/.test(field))
  return isOdd ? 'not-checkable' : 'worth-checking'
}
