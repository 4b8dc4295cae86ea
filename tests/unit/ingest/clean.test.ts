import { expect, test } from 'vitest'
import { cleanInTicket, cleanText } from '@/lib/ingest/clean'
import type { Match, ReadMail } from '@/lib/ingest/types'
import type { ParsedMail } from '@/lib/mail/types'
import { candidateOf, mailOf } from './facts'

const ours =
  'Good morning Rosa,\nthe spare part arrives on Thursday. Will somebody be there before noon to sign for it?'
/** Quoted by a client that marks nothing and in a language that is in no table. */
const text = `Yes, from eight.\n\nKubva: Ada\nMusoro: Purinda\n\n${ours}`

function mailWith(body: string): ReadMail {
  const parsed = {
    text: body,
    html: null,
    subject: 'Re: Part',
    attachments: [],
    contentType: 'text/plain',
    inReplyTo: ['p@business.example'],
    references: [],
  } satisfies Partial<ParsedMail>
  return { ...mailOf(), parsed: parsed as unknown as ParsedMail }
}

const into = (earlierTexts: string[]): Match => ({
  kind: 'ticket',
  candidate: candidateOf({ earlierTexts }),
  others: [],
  conversation: [],
})

test('a reply to what we wrote shows what is new, once its ticket is known', () => {
  const mail = mailWith(text)
  const first = cleanText(mail.parsed, false)
  expect(first.visible).toBe(text)
  expect(cleanInTicket(mail, first, into([ours]))).toMatchObject({
    visible: 'Yes, from eight.',
    quoted: `Kubva: Ada\nMusoro: Purinda\n\n${ours}`,
    rule: 'known-text',
    excerpt: 'Yes, from eight.',
  })
})

test('a mail that is looked at again does not take its own text for a quote', () => {
  const mail = mailWith(text)
  const first = cleanText(mail.parsed, false)
  const again = cleanInTicket(mail, first, into(['Yes, from eight.', ours]))
  expect(again.visible).toBe('Yes, from eight.')
  expect(cleanInTicket(mail, first, into([text])).visible).toBe(text)
})

test('a mail without a ticket is read by itself', () => {
  const mail = mailWith(text)
  const first = cleanText(mail.parsed, false)
  expect(cleanInTicket(mail, first, { kind: 'new', related: [] })).toBe(first)
})
