import { contentDisposition } from '@/lib/mail/file-name'
import { privateHeaders } from './route-answers'

/**
 * A file that somebody else made, on our own origin: never rendered as a page, never guessed at, never a frame.
 * `inline` only for what `pictureType` recognised.
 */
export function fileAnswer(file: {
  bytes: Uint8Array
  fileName: string
  pictureType: string | null
}): Response {
  const { bytes, fileName, pictureType } = file
  return new Response(Buffer.from(bytes), {
    headers: {
      ...privateHeaders,
      // Not message/rfc822 for a mail either: some systems open that in a program that runs what it finds.
      'content-type': pictureType ?? 'application/octet-stream',
      'content-length': String(bytes.byteLength),
      'content-disposition': contentDisposition(fileName, pictureType === null ? 'attachment' : 'inline'),
      'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}

const signatures: { type: string; starts: (bytes: Buffer) => boolean }[] = [
  { type: 'image/png', starts: (b) => b.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')) },
  { type: 'image/jpeg', starts: (b) => b.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) },
  { type: 'image/gif', starts: (b) => /^GIF8[79]a$/.test(b.toString('latin1', 0, 6)) },
  { type: 'image/webp', starts: (b) => /^RIFF[\s\S]{4}WEBP$/.test(b.toString('latin1', 0, 12)) },
]

/**
 * The raster picture that these bytes begin as, whatever the mail called them; null for everything else. A file
 * that is a picture and something else besides is still only ever shown as that picture: the type is fixed here,
 * sniffing is off, and the sandbox runs nothing.
 */
export function pictureType(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 12))
  return signatures.find(({ starts }) => starts(head))?.type ?? null
}
