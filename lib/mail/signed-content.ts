/**
 * The mail inside an opaque signature (S/MIME signed-data, RFC 8551 section 3.5.2; CMS, RFC 5652 section 5): it is
 * wrapped but not secret. Walks the outer shells of the structure and nothing else; null when they are not there.
 * Whether the signature is good is not said here.
 */
export function readSignedContent(bytes: Uint8Array): Uint8Array | null {
  const info = readElement(bytes, 0)
  const content = info && childWithTag(bytes, info, 0xa0)
  const signed = content && readElement(bytes, content.from)
  const inner = signed && childWithTag(bytes, signed, 0x30)
  const wrapped = inner && childWithTag(bytes, inner, 0xa0)
  const octets = wrapped && readElement(bytes, wrapped.from)
  if (!octets) return null
  if (octets.tag === 0x04) return bytes.subarray(octets.from, octets.to)
  return octets.tag === 0x24 ? joined(bytes, octets) : null
}

type Element = { readonly tag: number; readonly from: number; readonly to: number; readonly next: number }

const MAX_CHILDREN = 100_000

/** One element of BER: definite lengths, and the indefinite ones of streaming writers, up to the parent's end. */
function readElement(bytes: Uint8Array, at: number): Element | null {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null
  if (first === 0x80) return { tag, from: at + 2, to: bytes.length, next: bytes.length }
  let length = first
  let from = at + 2
  if (first > 0x80) {
    const count = first & 0x7f
    if (count > 4) return null
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[from++] ?? 0)
  }
  const to = from + length
  return to > bytes.length ? null : { tag, from, to, next: to }
}

function childWithTag(bytes: Uint8Array, parent: Element, tag: number): Element | null {
  let at = parent.from
  for (let count = 0; count < 20 && at < parent.to; count++) {
    const child = readElement(bytes, at)
    if (child === null || child.tag === tag) return child
    at = child.next
  }
  return null
}

/** An octet string in pieces ends at its length, or at two zeros. */
function joined(bytes: Uint8Array, parent: Element): Uint8Array | null {
  const pieces: Uint8Array[] = []
  let at = parent.from
  for (let count = 0; count < MAX_CHILDREN && at < parent.to; count++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) break
    const piece = readElement(bytes, at)
    if (piece === null || piece.tag !== 0x04) break
    pieces.push(bytes.subarray(piece.from, piece.to))
    at = piece.next
  }
  return pieces.length === 0 ? null : Buffer.concat(pieces)
}
