const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** Lower-case base32 (RFC 4648 section 6) without padding: survives servers that fold the case of an address. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet.charAt((value >>> bits) & 31)
    }
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}

/** null for anything that `encodeBase32` would not have written: every value has one spelling. */
export function decodeBase32(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let value = 0
  let length = 0
  for (const char of text) {
    const digit = alphabet.indexOf(char)
    if (digit < 0) return null
    value = (value << 5) | digit
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[length++] = (value >>> bits) & 255
      value &= (1 << bits) - 1
    }
  }
  return encodeBase32(bytes) === text ? bytes : null
}
