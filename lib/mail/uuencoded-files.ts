import { decodeUuencode } from './transfer-encoding'

export type UuencodedFile = { readonly name: string; readonly bytes: Uint8Array }

const MAX_FILES = 50

/**
 * Files that stand as uuencoded blocks in a text, as mailers sent them before MIME: "begin 644 name", lines whose
 * first character tells their length, "end". Only whole blocks count; anything else stays text. One walk.
 */
export function takeUuencodedFiles(text: string): {
  readonly text: string
  readonly files: readonly UuencodedFile[]
} {
  if (!/^begin(?:-base64)? [0-7]{3,4} /m.test(text)) return { text, files: [] }
  const lines = text.split('\n')
  const kept: string[] = []
  const files: UuencodedFile[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const [, coded, name] = /^begin(-base64)? [0-7]{3,4} (\S.{0,250}?)\r?$/.exec(line) ?? []
    const isOpen = name !== undefined && files.length < MAX_FILES
    const end = !isOpen ? -1 : coded === undefined ? blockEnd(lines, at + 1) : base64End(lines, at + 1)
    if (name === undefined || end < 0) {
      kept.push(line)
      continue
    }
    files.push({ name, bytes: decodeUuencode(Buffer.from(lines.slice(at, end + 1).join('\n'), 'latin1')) })
    at = end
  }
  return { text: kept.join('\n'), files }
}

/** Index of the "end" line, or -1 when a line before it is none of a block. */
function blockEnd(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]?.trimEnd() ?? ''
    if (line === 'end') return at > from ? at : -1
    if (!isBlockLine(line)) return -1
  }
  return -1
}

/** Index of the "====" line, or -1 when a line before it is no base64. */
function base64End(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at++) {
    const line = lines[at]?.trimEnd() ?? ''
    if (line === '====') return at > from ? at : -1
    if (!/^[A-Za-z0-9+/]{1,100}={0,2}$/.test(line)) return -1
  }
  return -1
}

/** Blanks at the end of a line get lost on the way, and some writers add a checksum character. */
function isBlockLine(line: string): boolean {
  if (line === '' || line === '`') return true
  const code = line.charCodeAt(0)
  if (code < 0x20 || code > 0x60) return false
  const expected = Math.ceil(((code - 32) & 63) / 3) * 4
  return line.length - 1 <= expected + 1 && line.length - 1 >= expected - 4
}
