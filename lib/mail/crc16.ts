/** CRC-CCITT as Macintosh file formats use it: polynomial 0x1021, from zero, nothing reversed. */
export function crc16(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) sum = ((sum << 8) & 0xffff) ^ (table[(sum >> 8) ^ byte] ?? 0)
  return sum
}

const table = Uint16Array.from({ length: 256 }, (_, index) => {
  let sum = index << 8
  for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : sum << 1
  return sum
})
