import { expect, test } from 'vitest'
import { matchTicket } from '@/lib/ingest/match'
import type { TicketCandidate } from '@/lib/ingest/types'
import { candidateOf, contextOf, mailOf, sender } from './facts'

const match = (
  candidates: TicketCandidate[],
  from: string | null = sender,
  mail: Parameters<typeof mailOf>[0] = {},
) => {
  const result = matchTicket(mailOf({ from, ...mail }), contextOf({ candidates }))
  return result.kind === 'new'
    ? `new, related ${result.related.map((one) => one.number)}`
    : `${result.kind} ${result.candidate.number}`
}
const stranger = 'stranger@other.example'
const stranger2 = 'another@other.example'

test.each<[string, TicketCandidate[], string | null, string]>([
  ['nothing known', [], sender, 'new, related '],
  ['our token from a participant', [candidateOf({ how: 'token' })], sender, 'ticket 7'],
  [
    'our token from a participant who writes his address in capitals',
    [candidateOf({ how: 'token' })],
    'ROSA@Cliente.example',
    'ticket 7',
  ],
  ['our token from a stranger', [candidateOf({ how: 'token' })], stranger, 'join-request 7'],
  ['our token without a usable sender', [candidateOf({ how: 'token' })], null, 'join-request 7'],
  ['a known Message-ID from a participant', [candidateOf()], sender, 'ticket 7'],
  ['a known Message-ID from a stranger', [candidateOf()], stranger, 'new, related 7'],
  [
    'an id that a message of the ticket names too, from a participant',
    [candidateOf({ how: 'sibling' })],
    sender,
    'ticket 7',
  ],
  [
    'an id that a message of the ticket names too, from a stranger',
    [candidateOf({ how: 'sibling' })],
    stranger,
    'new, related 7',
  ],
  [
    'a token beats a nearer parent',
    [candidateOf({ number: 1 }), candidateOf({ number: 2, how: 'token', distance: 9 })],
    sender,
    'ticket 2',
  ],
  [
    'a nearer parent that an agent has in hand beats a token',
    [candidateOf({ number: 1, isTouched: true }), candidateOf({ number: 2, how: 'token', distance: 9 })],
    sender,
    'ticket 1',
  ],
  [
    'a token beats a parent further away, whoever has it in hand',
    [
      candidateOf({ number: 1, isTouched: true, distance: 2 }),
      candidateOf({ number: 2, how: 'token', distance: 1 }),
    ],
    sender,
    'ticket 2',
  ],
  [
    'a token beats a nearer parent of others, whoever has it in hand',
    [
      candidateOf({ number: 1, isTouched: true, participantKeys: ['x@y.example'] }),
      candidateOf({ number: 2, how: 'token', distance: 9 }),
    ],
    sender,
    'ticket 2',
  ],
  [
    'the nearest parent wins',
    [candidateOf({ number: 1, distance: 3 }), candidateOf({ number: 2, distance: 0 })],
    sender,
    'ticket 2',
  ],
  [
    'a parent of others does not win over the own one further away',
    [candidateOf({ number: 1, participantKeys: ['x@y.example'] }), candidateOf({ number: 2, distance: 5 })],
    sender,
    'ticket 2',
  ],
])('%s', (_name, candidates, from, expected) => {
  expect(match(candidates, from)).toBe(expected)
})

test("a parent that its reply overtook joins the reply's ticket when it was written to its people", () => {
  const child = candidateOf({ how: 'child', participantKeys: ['reader@else.example'] })
  expect(match([child], stranger, { to: ['reader@else.example'] })).toBe('ticket 7')
  expect(match([child], stranger, { to: ['nobody@else.example'] })).toBe('new, related 7')
})

test('whoever the first mail was written to may answer it by naming it, until somebody of ours did', () => {
  const parent = candidateOf({ invitedKeys: [stranger] })
  expect(match([parent], stranger, { parentIds: ['p'] })).toBe('ticket 7')
  expect(match([parent], stranger2, { parentIds: ['p'] })).toBe('new, related 7')
})

// A forged answer with a stranger in copy would else let the stranger in, whatever order the two arrive in.
test('an answer whose sender nobody vouches for brings nobody in', () => {
  const child = candidateOf({ how: 'child', participantKeys: ['reader@else.example'] })
  const answer = { to: ['reader@else.example'], parentIds: ['p'] }
  expect(match([child], stranger, answer)).toBe('new, related 7')
  expect(match([child], stranger, { ...answer, verdict: 'fail' })).toBe('new, related 7')
  expect(match([child], stranger, { ...answer, verdict: 'pass' })).toBe('ticket 7')
})

test('two that name the same unseen mail are one only when each was written to the other', () => {
  const sibling = candidateOf({
    how: 'sibling',
    participantKeys: ['reader@else.example'],
    invitedKeys: [stranger],
  })
  const mail = { parentIds: ['p'], verdict: 'pass' as const }
  expect(match([sibling], stranger, { ...mail, to: ['reader@else.example'] })).toBe('ticket 7')
  expect(match([sibling], stranger, { ...mail, to: ['nobody@else.example'] })).toBe('new, related 7')
  expect(match([{ ...sibling, invitedKeys: [] }], stranger, { ...mail, to: ['reader@else.example'] })).toBe(
    'new, related 7',
  )
})

test('other tickets of the same conversation are named with the chosen one', () => {
  const context = contextOf({
    candidates: [
      candidateOf({ number: 1 }),
      candidateOf({ number: 2, distance: 1 }),
      candidateOf({ number: 1, how: 'sibling' }),
    ],
  })
  expect(matchTicket(mailOf(), context)).toMatchObject({
    kind: 'ticket',
    candidate: { number: 1 },
    others: [{ number: 2 }],
  })
})
