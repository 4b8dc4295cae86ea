const signatures: { type: string; starts: (bytes: Buffer) => boolean }[] = [
  { type: 'image/png', starts: (b) => b.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { type: 'image/jpeg', starts: (b) => b.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { type: 'image/gif', starts: (b) => /^GIF8[79]a$/.test(b.toString('latin1', 0, 6)) },
  { type: 'image/webp', starts: (b) => /^RIFF[\s\S]{4}WEBP$/.test(b.toString('latin1', 0, 12)) },
]

/**
 * The raster picture that these bytes begin as, whatever the mail or a server called them; null for everything else.
 * A file that is a picture and something else besides is still only ever shown as that picture: the type is fixed
 * here, sniffing is off, and the sandbox runs nothing.
 */
export function pictureType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12))
  return signatures.find(({ starts }) => starts(head))?.type ?? null
}
