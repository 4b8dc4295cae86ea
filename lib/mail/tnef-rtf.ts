/** The dictionary that every stream begins with ([MS-OXRTFCP] section 2.1.2.1): common words of RTF. */
const DICTIONARY =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'

const WINDOW = 4096
const MAX_BYTES = 8 * 1024 * 1024

/** Compressed RTF ([MS-OXRTFCP]) to RTF; null when it is none. Ends where the stream does, at 8 MB at the latest. */
export function decompressRtf(data: Buffer): Uint8Array | null {
  if (data.length < 16) return null
  const size = Math.min(data.readUInt32LE(4), MAX_BYTES)
  const kind = data.readUInt32LE(8)
  // "MELA": stored as it is; "LZFu": compressed.
  if (kind === 0x414c454d) return Uint8Array.from(data.subarray(16, 16 + size))
  if (kind !== 0x75465a4c) return null
  const window = Buffer.alloc(WINDOW)
  window.write(DICTIONARY, 'latin1')
  const out = Buffer.alloc(size)
  let write = DICTIONARY.length
  let length = 0
  let at = 16
  const put = (code: number): void => {
    window[write] = code
    write = (write + 1) % WINDOW
    out[length++] = code
  }
  while (at < data.length && length < size) {
    const control = data[at++] ?? 0
    for (let bit = 0; bit < 8 && at < data.length && length < size; bit++) {
      if ((control & (1 << bit)) === 0) {
        put(data[at++] ?? 0)
        continue
      }
      const token = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)
      at += 2
      const offset = token >> 4
      if (offset === write) return Uint8Array.from(out.subarray(0, length))
      for (let i = 0; i < (token & 0x0f) + 2 && length < size; i++) put(window[(offset + i) % WINDOW] ?? 0)
    }
  }
  return Uint8Array.from(out.subarray(0, length))
}
