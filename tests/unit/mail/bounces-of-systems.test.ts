import { describe, expect, test } from 'vitest'
import { bounceReason } from '@/lib/inspection/bounce-reason'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'
import { oldBounces } from './bounces-of-old-servers'
import { providerBounces } from './bounces-of-providers'
import { serverBounces, type ToldBounce } from './bounces-of-servers'

async function read({ from, subject, text }: ToldBounce) {
  const mail = await parseMail(
    Buffer.from(
      `From: ${from ?? 'MAILER-DAEMON@mx.desk.example'}\nTo: help@desk.example\nSubject: ${subject ?? 'failure notice'}\n` +
        `MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${text}\n`,
    ),
  )
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail)
}

const titled = (bounces: readonly ToldBounce[]) => bounces.map((one): [string, ToldBounce] => [one.of, one])

describe.each([
  ['servers', serverBounces],
  ['providers', providerBounces],
  ['old servers', oldBounces],
])('bounces of %s without a report of fields', (_, bounces) => {
  test.each(titled(bounces))('%s: who did not get the mail, and why', async (_, told) => {
    const { kind, bounce } = await read(told)
    expect(kind).toBe('bounce')
    const found = (bounce?.recipients ?? []).map((one, at) => {
      const [, status, reason] = told.means[at]?.split(' ') ?? []
      return [
        one.address ?? one.reported,
        status === '-' ? '-' : one.status,
        reason === '-' ? '-' : bounceReason(one),
      ].join(' ')
    })
    expect(found).toEqual(told.means)
  })
})
