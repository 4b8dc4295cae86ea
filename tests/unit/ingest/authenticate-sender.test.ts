import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { authenticateSender } from '@/lib/ingest/authenticate-sender'
import type { AuthenticatedMail } from '@/lib/ingest/ports'
import type { ClaimedMail } from '@/lib/ingest/types'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'

const raw: ClaimedMail = {
  id: '1',
  mailboxId: '1',
  recipient: 'help@desk.example',
  envelopeFrom: 'posta-certificata@pec.example',
  envelopeTo: [],
  clientIp: '192.0.2.1',
  helo: 'mx.pec.example',
  sizeBytes: 1,
  sha256: '',
  receivedAt: new Date(0),
  isSentCopy: false,
  isAccepted: false,
  movedAt: null,
  attempts: 1,
  claimToken: '',
  trustedServer: 'mx.desk.example',
}

async function authenticate(bytes: Uint8Array, verdict: 'pass' | 'fail' | 'none') {
  const parsed = await parseMail(bytes)
  if (parsed.kind !== 'parsed') throw new Error(parsed.reason)
  const asked: AuthenticatedMail[] = []
  const result = await authenticateSender(
    { raw, bytes, parsed, facts: describeMail(parsed) },
    {
      authenticate: async (mail) => {
        asked.push(mail)
        return { verdict, details: [`dmarc=${verdict} (${mail.fromDomain})`] }
      },
    },
  )
  return { ...result, asked: asked[0], from: parsed.from?.address }
}

const fixture = (name: string) => readFileSync(`tests/fixtures/mail/${name}.eml`)
const author = (address: string) =>
  Buffer.from(
    fixture('pec-envelope-opened').toString('latin1').replaceAll('eva@pec.example', address),
    'latin1',
  )

describe('an envelope of certified mail', () => {
  test('is asked about by its carrier; who wrote is inside, and the carrier’s proof is not his', async () => {
    const result = await authenticate(author('eva@studio.example'), 'pass')
    expect(result).toMatchObject({
      from: 'eva@studio.example',
      verdict: 'none',
      details: ['certified mail, carried by pec.example', 'dmarc=pass (pec.example)'],
    })
    expect(result.asked).toMatchObject({ fromDomain: 'pec.example', trustedServer: 'mx.desk.example' })
  })

  // Anybody can write "Per conto di" and put into the envelope whom he likes.
  test('with a carrier that is not who he says is believed no more than he', async () => {
    expect(await authenticate(author('capo@banca.example'), 'fail')).toMatchObject({
      from: 'capo@banca.example',
      verdict: 'fail',
    })
  })

  test('whose author it does not name shows the carrier, and is about him', async () => {
    expect(await authenticate(fixture('pec-envelope-with-another-writer-inside'), 'pass')).toMatchObject({
      from: 'posta-certificata@pec.example',
      verdict: 'pass',
      details: ['dmarc=pass (pec.example)'],
    })
  })
})

test('of several senders none is proved, and a failure stays one', async () => {
  const bytes = fixture('from-two-mailboxes')
  expect((await authenticate(bytes, 'pass')).verdict).toBe('none')
  expect((await authenticate(bytes, 'fail')).verdict).toBe('fail')
})

test('an ordinary mail is about who is shown', async () => {
  expect(await authenticate(fixture('reply-gmail-it'), 'pass')).toMatchObject({ verdict: 'pass' })
})
