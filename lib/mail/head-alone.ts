import { createHash } from 'node:crypto'
import type { ParsedMail } from './types'

const maxHeadBytes = 256 * 1024
const maxFieldBytes = 60_000
const maxFields = 500

/**
 * Of a mail that cannot be read, as much as surely can: the fields of its head, but for those about its content and those
 * that are longer than any has to be.
 */
export function headAlone(bytes: Uint8Array): Uint8Array {
  // Byte for byte: what a field is made of is for its reader to say.
  const start = Buffer.from(bytes.subarray(0, maxHeadBytes)).toString('latin1')
  const [head = ''] = start.replace(/\r\n?/g, '\n').trimStart().split('\n\n', 1)
  const fields = head.split(/\n(?![ \t])/).filter((field) => !isLeftOut(field))
  return Buffer.from(`${fields.slice(0, maxFields).join('\r\n')}\r\n\r\n`, 'latin1')
}

const isLeftOut = (field: string): boolean =>
  field.length > maxFieldBytes || /^content-/i.test(field) || !/^[!-9;-~]{1,200}[ \t]{0,10}:/.test(field)

/** What was read of its head, with all of the mail as its only file. */
export function withWholeAsFile(head: ParsedMail, bytes: Uint8Array): ParsedMail {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const sizeBytes = bytes.length
  return {
    ...head,
    flags: [...head.flags, 'unread'],
    sizeBytes,
    sha256,
    attachments: [
      {
        index: 0,
        fileName: 'mail.eml',
        declaredName: null,
        contentType: 'message/rfc822',
        disposition: 'attachment',
        contentId: null,
        sizeBytes,
        sha256,
        bytes,
        kind: 'file',
        path: '1',
      },
    ],
  }
}
