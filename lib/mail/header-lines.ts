const LF = 0x0a
const CR = 0x0d
const COLON = 0x3a

/** Where the line that begins there ends: at a CR, an LF or the end of the bytes. */
export function lineEnd(bytes: Uint8Array, from: number): number {
  let at = from
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++
  return at
}

/** Behind the line end at that place. A script that adds one to a line that has its own writes CR CR LF: that is one. */
export function afterLineEnd(bytes: Uint8Array, end: number): number {
  let at = end
  while (bytes[at] === CR && at - end < 10) at++
  return bytes[at] === LF ? at + 1 : Math.min(end + 1, bytes.length)
}

/** Length of the field name before the colon, or -1 when the line is no field (RFC 5322 section 2.2). */
export function nameLength(line: Uint8Array): number {
  let blanks = 0
  // "X-Spam Status: no": scanners write names that are none.
  const isScanner = ((line[0] ?? 0) | 0x20) === 0x78 && line[1] === 0x2d
  for (let i = 0; i < line.length && i < 200; i++) {
    const code = line[i] ?? 0
    if (code === COLON) return i > 0 ? i : -1
    if (code === 0x20 || code === 0x09) blanks++
    else if ((blanks > 0 && !isScanner) || code < 0x21 || code > 0x7e) return -1
  }
  return -1
}

/** The name of the field on that line, lower-case; '' when it has none. */
export function nameOf(bytes: Uint8Array, at: number, end: number): string {
  const length = nameLength(bytes.subarray(at, end))
  return Buffer.from(bytes.subarray(at, at + Math.max(0, length)))
    .toString('latin1')
    .trim()
    .toLowerCase()
}

/** Nothing on that line but blanks, or nothing at all. */
export function isBlank(bytes: Uint8Array, at: number, end: number): boolean {
  return afterBlanks(bytes, at) >= end
}

/** Behind the blanks that begin there. */
export function afterBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++
  return at
}
