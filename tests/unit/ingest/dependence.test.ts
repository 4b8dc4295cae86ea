import { expect, test } from 'vitest'
import { firstOfEach, namesOf, ticketsOf } from '@/lib/ingest/dependence'
import type { PreparedMail } from '@/lib/ingest/read-mail'
import type { DecidedMail, Decision } from '@/lib/ingest/types'
import { candidateOf, contextOf, mailOf } from './facts'

test.each([
  ['what shares nothing goes together', ['a', 'b', 'c'], ['a', 'b', 'c'], []],
  ['what rests on one before it waits', ['a', 'ab', 'c'], ['a', 'c'], ['ab']],
  [
    'what rests on one that waits waits too: a reply does not pass its parent',
    ['a', 'ab', 'b'],
    ['a'],
    ['ab', 'b'],
  ],
  ['the first never waits', ['abc', 'a', 'b'], ['abc'], ['a', 'b']],
])('%s', (_, items, first, rest) => {
  expect(firstOfEach(items, (item) => [...item])).toEqual([first, rest])
})

const prepared = (change: Parameters<typeof mailOf>[0], key: string, ticketNumber?: number) =>
  ({
    mail: { ...mailOf(change), contentKey: key },
    tokens: ticketNumber === undefined ? [] : [{ ticketId: null, ticketNumber, evidence: '' }],
  }) as unknown as PreparedMail

const areBound = (one: PreparedMail, other: PreparedMail) =>
  namesOf(one).some((name) => namesOf(other).includes(name))

const eva = { from: 'eva@uno.example', messageIds: ['eva@uno.example'] }
const ugo = { from: 'ugo@due.example', messageIds: ['ugo@due.example'] }

test.each([
  ['two mails of strangers', prepared(eva, '1'), prepared(ugo, '2'), false],
  ['the same mail twice', prepared(eva, '1'), prepared({ ...ugo }, '1'), true],
  ['a mail and its answer', prepared(eva, '1'), prepared({ ...ugo, parentIds: eva.messageIds }, '2'), true],
  [
    'two answers to a mail that is not there',
    prepared({ ...eva, parentIds: ['x@y.example'] }, '1'),
    prepared({ ...ugo, parentIds: ['x@y.example'] }, '2'),
    true,
  ],
  ['two with the mark of one ticket', prepared(eva, '1', 7), prepared(ugo, '2', 7), true],
  ['two of one sender', prepared(eva, '1'), prepared({ ...ugo, from: eva.from }, '2'), true],
])('%s are bound to each other, or are not', (_, one, other, isBound) => {
  expect(areBound(one, other)).toBe(isBound)
})

const decided = (decision: Partial<Decision>, numbers: number[]) =>
  ({
    decision,
    context: contextOf({ candidates: numbers.map((number) => candidateOf({ number })) }),
  }) as DecidedMail

test.each([
  [
    'an answer rests on every ticket that was looked at',
    decided({ kind: 'append' }, [1, 2]),
    ['ticket ticket-1', 'ticket ticket-2'],
  ],
  ['a new ticket on those that it might have joined', decided({ kind: 'create' }, [3]), ['ticket ticket-3']],
  [
    'a bounce on the mails that it is about',
    decided({ kind: 'record-bounce', outboundMailIds: ['m'] }, [1]),
    ['mail m'],
  ],
  ['a second delivery on nothing', decided({ kind: 'duplicate' }, [1]), []],
])('%s', (_, mail, names) => {
  expect(ticketsOf(mail)).toEqual(names)
})
