export type YencFile = { readonly name: string; readonly bytes: Uint8Array }

const MAX_FILES = 50
const LF = 0x0a
const CR = 0x0d
const START = Buffer.from('=ybegin ')
const END = Buffer.from('=yend')

/**
 * Files that stand as yEnc in a text (the format of Usenet: every byte moved by 42, three of them escaped). On bytes,
 * for most of them are letters of no charset. Only blocks with both ends count; anything else stays. One walk.
 */
export function takeYencFiles(bytes: Uint8Array): {
  readonly bytes: Uint8Array
  readonly files: readonly YencFile[]
} {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = []
  const files: YencFile[] = []
  let at = 0
  while (files.length < MAX_FILES) {
    const start = lineWith(source, START, at)
    const end = start < 0 ? -1 : lineWith(source, END, start)
    if (start < 0 || end < 0) break
    const headEnd = lineEnd(source, start)
    const name = / name=([^\r\n]{1,250})/.exec(source.toString('utf8', start, headEnd))?.[1]?.trim() ?? ''
    kept.push(bytes.subarray(at, start))
    files.push({ name, bytes: decoded(source.subarray(headEnd, end)) })
    at = lineEnd(source, end)
  }
  return files.length === 0
    ? { bytes, files }
    : { bytes: Buffer.concat([...kept, bytes.subarray(at)]), files }
}

/** Where a line begins that begins with those bytes. */
function lineWith(source: Buffer, start: Buffer, from: number): number {
  let at = source.indexOf(start, from)
  while (at > 0 && source[at - 1] !== LF && source[at - 1] !== CR) at = source.indexOf(start, at + 1)
  return at
}

function lineEnd(source: Buffer, from: number): number {
  const end = source.indexOf(LF, from)
  return end < 0 ? source.length : end + 1
}

function decoded(source: Buffer): Uint8Array {
  const out = new Uint8Array(source.length)
  let length = 0
  let isPartLine = source.toString('latin1', 0, 7) === '=ypart '
  for (let i = 0; i < source.length; i++) {
    const code = source[i] ?? 0
    if (code === LF || code === CR) {
      if (code === LF) isPartLine = false
    } else if (isPartLine) continue
    else if (code === 0x3d) out[length++] = ((source[++i] ?? 0) - 106) & 0xff
    else out[length++] = (code - 42) & 0xff
  }
  return out.slice(0, length)
}
