/** A screen is a few million; what is far beyond only exists to exhaust whoever draws it. */
export const maxPixels = 40_000_000

/**
 * How many pixels a picture of this type says it has; null where it does not say. A few kilobytes can unfold into
 * gigabytes, so this is asked of its head before anybody draws it.
 */
export function pixelCount(bytes: Uint8Array, type: string): number | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.length < 30) return null
  switch (type) {
    // PNG (third edition), 11.2.1: IHDR comes first.
    case 'image/png':
      return head.readUInt32BE(16) * head.readUInt32BE(20)
    // GIF89a, 18: the logical screen.
    case 'image/gif':
      return head.readUInt16LE(6) * head.readUInt16LE(8)
    case 'image/webp':
      return webpPixels(head)
    case 'image/jpeg':
      return jpegPixels(head)
    default:
      return null
  }
}

/** RFC 9649, 2.5 to 2.7. */
function webpPixels(head: Buffer): number | null {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return (head.readUIntLE(24, 3) + 1) * (head.readUIntLE(27, 3) + 1)
    case 'VP8L': {
      const bits = head.readUInt32LE(21)
      return ((bits & 0x3fff) + 1) * (((bits >>> 14) & 0x3fff) + 1)
    }
    case 'VP8 ':
      return (head.readUInt16LE(26) & 0x3fff) * (head.readUInt16LE(28) & 0x3fff)
    default:
      return null
  }
}

/** ITU-T T.81, B.1.1.3 and B.2.2: from segment to segment until the one that describes the frame. */
function jpegPixels(head: Buffer): number | null {
  let at = 2
  while (at + 9 < head.length && head[at] === 0xff) {
    const marker = head[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return head.readUInt16BE(at + 5) * head.readUInt16BE(at + 7)
    at += 2 + Math.max(2, head.readUInt16BE(at + 2))
  }
  return null
}
