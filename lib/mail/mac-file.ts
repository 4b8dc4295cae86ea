import { strictUtf8 } from './charset'
import { crc16 } from './crc16'

/** A file of a Macintosh: what everybody calls the file, and beside it a fork that only a Macintosh has a use for. */
export type MacFile = { readonly name: string; readonly data: Uint8Array; readonly resourceBytes: number }

const SINGLE = 0x00051600
const DOUBLE = 0x00051607
const MAX_ENTRIES = 64
const entryId = { data: 1, resource: 2, name: 3 } as const

/**
 * AppleSingle and the head of AppleDouble (RFC 1740): a table of entries. Of AppleDouble the data are null: they stand in
 * the part beside it. null for everything else, and for what is damaged.
 */
export function readAppleFile(
  bytes: Uint8Array,
): (Omit<MacFile, 'data'> & { readonly data: Uint8Array | null }) | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (source.length < 26) return null
  const magic = source.readUInt32BE(0)
  if (magic !== SINGLE && magic !== DOUBLE) return null
  const count = Math.min(source.readUInt16BE(24), MAX_ENTRIES)
  if (source.length < 26 + count * 12) return null
  const entry = (id: number): Uint8Array | null => {
    for (let at = 26; at < 26 + count * 12; at += 12) {
      if (source.readUInt32BE(at) !== id) continue
      const from = source.readUInt32BE(at + 4)
      const length = source.readUInt32BE(at + 8)
      return from + length <= source.length ? bytes.subarray(from, from + length) : null
    }
    return null
  }
  return {
    name: macName(entry(entryId.name) ?? new Uint8Array()),
    data: magic === SINGLE ? entry(entryId.data) : null,
    resourceBytes: entry(entryId.resource)?.length ?? 0,
  }
}

/** MacBinary II and III: a head of 128 bytes with a checksum, then both forks. null for everything else. */
export function readMacBinary(bytes: Uint8Array): MacFile | null {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const nameLength = source[1] ?? 0
  if (source.length < 128 || source[0] !== 0 || source[74] !== 0 || nameLength === 0 || nameLength > 63)
    return null
  if (crc16(source.subarray(0, 124)) !== source.readUInt16BE(124)) return null
  const dataLength = source.readUInt32BE(83)
  if (128 + dataLength > source.length) return null
  return {
    name: macName(source.subarray(2, 2 + nameLength)),
    data: bytes.subarray(128, 128 + dataLength),
    resourceBytes: source.readUInt32BE(87),
  }
}

/** Later systems write UTF-8; the earlier ones wrote the letters of their country, which nothing names. */
export const macName = (bytes: Uint8Array): string =>
  strictUtf8(bytes) ?? new TextDecoder('macintosh').decode(bytes)
