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
      ...foreignHeaders,
    },
  })
}

/** A picture from somebody else's server. It may rest with its reader for a while: it costs a way out each time. */
export function pictureAnswer({ bytes, contentType }: { bytes: Uint8Array; contentType: string }): Response {
  return new Response(Buffer.from(bytes), {
    headers: {
      ...privateHeaders,
      'cache-control': 'private, max-age=3600',
      'content-type': contentType,
      'content-length': String(bytes.byteLength),
      'content-disposition': 'inline',
      ...foreignHeaders,
    },
  })
}

const foreignHeaders = {
  'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}
