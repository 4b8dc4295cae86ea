import { expect, test } from 'vitest'
import { z } from 'zod'
import { toParseOutput } from '@/lib/inspection/parse-output'
import { parseMail } from '@/lib/mail/parse'
import { type BounceFormat, bounceFormats } from './bounce-formats'

const shape = z.object({
  isBounce: z.boolean(),
  bounce: z.array(
    z.object({ recipient: z.string().nullable(), aliasOf: z.string().nullable(), reason: z.string() }),
  ),
})

const read = async (bytes: Uint8Array) => shape.parse(toParseOutput(await parseMail(bytes)))

function write({ from, subject, headers = [], lines }: BounceFormat): Buffer {
  return Buffer.from(
    [
      `From: ${from ?? 'Mail Delivery Subsystem <MAILER-DAEMON@mx.example>'}`,
      'To: help@desk.example',
      `Subject: ${subject ?? 'Undelivered Mail Returned to Sender'}`,
      'Date: Tue, 3 Nov 2026 10:00:00 +0000',
      ...(headers.length > 0 ? headers : ['Content-Type: text/plain; charset=utf-8']),
      '',
      ...lines,
      '',
    ].join('\r\n'),
  )
}

test.each(bounceFormats.map((format) => [format.name, format] as const))(
  'a report with %s is read: who, and why',
  async (_, format) => {
    const { isBounce, bounce } = await read(write(format))
    expect(isBounce).toBe(true)
    expect(
      bounce.map(({ recipient, reason, aliasOf }) => `${recipient} ${reason} ${aliasOf ?? ''}`.trim()),
    ).toEqual(format.read)
  },
)
