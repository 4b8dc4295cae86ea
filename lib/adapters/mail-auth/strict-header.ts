import { type RawHeader, scanHeaders } from '@/lib/mail/header-scan'

const maxBytes = 64 * 1024
const maxLines = 1000
const LF = 0x0a
const CR = 0x0d

/**
 * The fields above the first empty line (RFC 5322 section 2.1), which is what the servers on the way took for the
 * header. Our own reading goes on in one that a blank line broke; a server takes no field in its name away from there.
 */
export function strictHeader(bytes: Uint8Array): readonly RawHeader[] {
  const head = bytes.subarray(0, Math.min(maxBytes, endOfHeader(bytes)))
  return scanHeaders(head, { maxHeaderBytes: maxBytes, maxHeaderLines: maxLines }).headers
}

function endOfHeader(bytes: Uint8Array): number {
  let at = 0
  while (at < Math.min(maxBytes, bytes.length)) {
    const next = bytes[at] === CR ? at + 1 : at
    if (bytes[next] === LF) return at
    const end = bytes.indexOf(LF, at)
    if (end < 0) break
    at = end + 1
  }
  return bytes.length
}
