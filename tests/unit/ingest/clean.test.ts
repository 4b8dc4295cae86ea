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

const block = (from: string): string =>
  `From: Ugo <${from}>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Rosa <rosa@cliente.example>\nSubject: Part\n\nIt is late.`

test('what the first mail of a ticket quotes is not folded: nobody here has seen it', () => {
  const mail = mailWith(`What do I answer to this?\n\n${block('ugo@fornitore.example')}`)
  const first = cleanText(mail.parsed, false)
  expect(first).toMatchObject({ confidence: 1, visible: 'What do I answer to this?' })
  expect(cleanInTicket(mail, first, { kind: 'new', related: [] })).toEqual({
    ...first,
    confidence: 0.4,
    rule: 'unseen-header-block',
  })
})

test.each([
  ['somebody who takes no part in the ticket', 'ugo@fornitore.example', 0.4],
  ['somebody at the address that is written to', 'ugo@business.example', 1],
  ['somebody of the ticket', 'ugo@cliente.example', 1],
  ['the sender', 'rosa@cliente.example', 1],
])('a later mail that quotes %s', (_, from, confidence) => {
  const mail = mailWith(`What do I answer to this?\n\n${block(from)}`)
  const first = cleanText(mail.parsed, false)
  const candidate = candidateOf({ participantKeys: ['ugo@cliente.example'] })
  const match: Match = { kind: 'ticket', candidate, others: [], conversation: [] }
  expect(cleanInTicket(mail, first, match)).toMatchObject({ confidence, quoted: block(from) })
})

test.each([
  'On Mon, Mar 2, 2026 at 9:12 AM Ugo Blu <ugo@fornitore.example> wrote:\n\n> It is late.',
  '> Il giorno 2 mar 2026, alle ore 09:12, Ugo Blu <ugo@fornitore.example> ha scritto:\n> \n> È in ritardo.',
  'Am 02.03.2026 um 09:12 schrieb Ugo Blu\n<ugo@fornitore.example>:\n> Es dauert.',
])('a stranger is told by any introduction: %j', (quote) => {
  const mail = mailWith(`What do I answer to this?\n\n${quote}`)
  const first = cleanText(mail.parsed, false)
  expect(first).toMatchObject({ confidence: 1, quoted: quote })
  expect(cleanInTicket(mail, first, into([])).confidence).toBe(0.4)
})

test('a mail of a stranger that is known here is folded in a later one', () => {
  const said = 'The spare part is not in stock before April, and nobody could say more about it so far.'
  const mail = mailWith(`Any news?\n\n${block('ugo@fornitore.example').replace('It is late.', said)}`)
  expect(cleanInTicket(mail, cleanText(mail.parsed, false), into([said]))).toMatchObject({
    confidence: 1,
    visible: 'Any news?',
  })
})
