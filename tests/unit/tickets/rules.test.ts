import { describe, expect, test } from 'vitest'
import {
  afterInbound,
  afterReply,
  afterStateChange,
  type InboundFacts,
  isSpoofLike,
  mayReopen,
  type StateFacts,
  type TicketFacts,
} from '@/lib/tickets/rules'

const state = (phase: StateFacts['phase'], position: number, name: string = phase): StateFacts => ({
  id: name,
  name,
  phase,
  position,
})
const opening = state('opening', 0)
const working = state('working', 2)
const earlierWorking = state('working', 1, 'first')
const waiting = state('waiting', 3)
const closing = state('closing', 4)
const states = [opening, working, earlierWorking, waiting, closing]

const at = new Date('2026-11-21T10:00:00Z')
const before = new Date('2026-11-21T09:00:00Z')
const ticket = (part: Partial<TicketFacts> = {}): TicketFacts => ({
  id: 't',
  number: 1,
  version: 1,
  state: opening,
  assigneeId: null,
  unansweredSince: before,
  lastMessageAt: before,
  closedAt: null,
  ...part,
})

describe('a reply', () => {
  const reply = { at, authorId: 'ada', excerpt: 'Done', chosenState: null }

  test('begins the work: first working state, its author as assignee, nobody waits', () => {
    expect(afterReply(ticket(), reply, states)).toEqual({
      state: earlierWorking,
      closedAt: null,
      assigneeId: 'ada',
      unansweredSince: null,
      lastMessageAt: at,
      excerpt: 'Done',
      addedMessages: 1,
    })
  })

  test.each([working, waiting, closing])('keeps the state of a ticket that is $phase', (now) => {
    expect(afterReply(ticket({ state: now }), reply, states)).not.toHaveProperty('state')
  })

  test('takes nobody his ticket', () => {
    expect(afterReply(ticket({ assigneeId: 'olive' }), reply, states)).not.toHaveProperty('assigneeId')
  })

  test('goes where its author says', () => {
    const patch = afterReply(ticket(), { ...reply, chosenState: closing }, states)
    expect([patch.state, patch.closedAt]).toEqual([closing, at])
  })

  test('without a working state leaves the opening one', () => {
    expect(afterReply(ticket(), reply, [opening, closing])).not.toHaveProperty('state')
  })
})

describe('a mail that comes in', () => {
  const person: InboundFacts = {
    at,
    excerpt: 'Still dark',
    openingState: opening,
    countsAsUnanswered: true,
    mailboxId: 'box',
    movesUp: true,
  }

  test.each([working, waiting, closing])(
    'of a person returns a $phase ticket to the opening state',
    (now) => {
      const patch = afterInbound(ticket({ state: now, closedAt: before, unansweredSince: null }), person)
      expect([patch.state, patch.closedAt, patch.unansweredSince, patch.mailboxId]).toEqual([
        opening,
        null,
        at,
        'box',
      ])
    },
  )

  test('keeps how long somebody waits already', () => {
    expect(afterInbound(ticket(), person).unansweredSince).toEqual(before)
  })

  test('of a machine moves neither state nor waiting', () => {
    const machine = { ...person, openingState: null, countsAsUnanswered: false, mailboxId: null }
    const patch = afterInbound(ticket({ state: closing, closedAt: before }), machine)
    expect(patch).toEqual({ lastMessageAt: at, excerpt: 'Still dark', addedMessages: 1 })
  })

  test('that asks to join waits, and leaves state and place in the list', () => {
    const join = { ...person, openingState: null, mailboxId: null, movesUp: false }
    expect(afterInbound(ticket({ state: closing, unansweredSince: null }), join)).toEqual({
      unansweredSince: at,
      addedMessages: 1,
    })
  })

  test('late never moves a ticket back in the list', () => {
    const late = { ...person, at: new Date('2026-11-20T10:00:00Z') }
    expect(afterInbound(ticket(), late).lastMessageAt).toEqual(before)
  })
})

describe('closing', () => {
  test('from one closing state to another keeps the first time', () => {
    const other = state('closing', 5, 'rejected')
    expect(afterStateChange(ticket({ state: closing, closedAt: before }), other, at).closedAt).toEqual(before)
  })

  test.each([
    ['reopen', 1, 100, true],
    ['new_linked', 1, 0, false],
    ['reopen_within_days', 7, 6.9, true],
    ['reopen_within_days', 7, 7.1, false],
  ] as const)('%s within %i days, closed %d days ago: %s', (policy, days, closedDaysAgo, expected) => {
    const closedAt = new Date(at.getTime() - closedDaysAgo * 24 * 3_600_000)
    expect(mayReopen({ phase: 'closing', closedAt }, { policy, days }, at)).toBe(expected)
  })

  test('an open ticket needs no reopening', () => {
    expect(mayReopen({ phase: 'waiting', closedAt: null }, { policy: 'new_linked', days: 0 }, at)).toBe(true)
  })
})

test.each([
  ['Maria', 'maria@c.example', [], false],
  ['maria@c.example', 'maria@c.example', [], false],
  ['support@lume.test', 'evil@x.example', [], true],
  ['Support <support@lume.test>', 'evil@x.example', [], true],
  ['  ADA  Agent ', 'evil@x.example', [], true],
  ['Ａda Agent', 'evil@x.example', [], true],
  ['Maria', 'maria@c.example', ['sender-name-misleading'], true],
])('the name %s of %s: looks like somebody else %o %s', (name, address, flags, expected) => {
  expect(isSpoofLike({ name, address }, flags, ['Ada Agent'])).toBe(expected)
})
