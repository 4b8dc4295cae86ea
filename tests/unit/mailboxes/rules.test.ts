import { describe, expect, test } from 'vitest'
import { IdleBudget } from '@/lib/mailboxes/idle-budget'
import { LoginGate } from '@/lib/mailboxes/login-gate'
import {
  backOffMs,
  isBeforeCutOff,
  mayStillFindTicket,
  missedRange,
  tidyPassword,
} from '@/lib/mailboxes/rules'

describe('when to come back', () => {
  test('from one second to five minutes, spread out, and no number of failures breaks it', () => {
    const always = (value: number) => () => value
    expect(backOffMs('server-ill', 0, always(0))).toBe(500)
    expect(backOffMs('server-ill', 0, always(1))).toBe(1_000)
    expect(backOffMs('server-ill', 3, always(1))).toBe(8_000)
    for (const failures of [9, 50, 10_000]) {
      expect(backOffMs('unreachable', failures, always(1))).toBe(300_000)
      expect(backOffMs('unreachable', failures, always(0))).toBe(150_000)
    }
  })

  test('who was refused or told to slow down is slower from the start', () => {
    for (const state of ['password-refused', 'throttled', 'not-connected'] as const)
      expect(backOffMs(state, 0, () => 0)).toBeGreaterThanOrEqual(15_000)
  })
})

describe('what is from before', () => {
  const cutOff = new Date('2026-11-20T12:00:00.750Z')
  const at = (text: string) => new Date(text)
  const head = (uid: number, internalDate: Date | null, sentAt: Date | null = null) => ({
    uid,
    internalDate,
    sentAt,
  })
  const folder = { firstUidNext: 100, isKnownUnderOtherNumbers: false }

  test('at the first look the server’s time of receipt decides, to the second', () => {
    expect(isBeforeCutOff(head(50, at('2026-11-20T11:59:59Z')), cutOff, folder)).toBe(true)
    expect(isBeforeCutOff(head(50, at('2026-11-20T12:00:00Z')), cutOff, folder)).toBe(false)
  })

  test('what comes later is new although the server’s clock is wrong, but not what is days older', () => {
    expect(isBeforeCutOff(head(100, at('2026-11-20T02:00:00Z')), cutOff, folder)).toBe(false)
    expect(isBeforeCutOff(head(100, at('2026-11-10T12:00:00Z')), cutOff, folder)).toBe(true)
  })

  test('mail copied from another host has new times of receipt: its own date counts', () => {
    const copied = { firstUidNext: 100, isKnownUnderOtherNumbers: true }
    const today = at('2026-11-21T09:00:00Z')
    expect(isBeforeCutOff(head(50, today, at('2026-06-01T09:00:00Z')), cutOff, copied)).toBe(true)
    expect(isBeforeCutOff(head(50, today, at('2026-11-20T15:00:00Z')), cutOff, copied)).toBe(false)
    expect(isBeforeCutOff(head(50, today, at('2026-06-01T09:00:00Z')), cutOff, folder)).toBe(false)
  })

  test('a server that tells no time loses nothing', () => {
    expect(isBeforeCutOff(head(1, null), cutOff, folder)).toBe(false)
  })
})

test('numbers given out since the first look are accounted for, as far back as is worth it', () => {
  expect(missedRange({ firstUidNext: 10 }, 10)).toBeNull()
  expect(missedRange({ firstUidNext: 10 }, 13)).toEqual({ from: 10, to: 12 })
  expect(missedRange({ firstUidNext: 1 }, 100_001)).toEqual({ from: 95_001, to: 100_000 })
})

test('an app password may be typed as it is shown; no other password is touched', () => {
  expect(tidyPassword(' abcd efgh ijkl mnop ')).toBe('abcdefghijklmnop')
  expect(tidyPassword('abcd\u00a0efgh\u00a0ijkl\u00a0mnop')).toBe('abcdefghijklmnop')
  for (const password of ['correct horse battery staple', 'abcd efgh ijkl', ' abc ', 'a1cd efgh ijkl mnop'])
    expect(tidyPassword(password)).toBe(password)
})

test('a sent mail waits for its ticket for some minutes, when it answers something', () => {
  const at = new Date('2026-11-20T12:00:00Z')
  const sent = (minutesAgo: number, parentIds: string[]) => ({
    internalDate: new Date(at.getTime() - minutesAgo * 60_000),
    parentIds,
  })
  expect(mayStillFindTicket(sent(1, ['x@y']), at)).toBe(true)
  expect(mayStillFindTicket(sent(11, ['x@y']), at)).toBe(false)
  expect(mayStillFindTicket(sent(1, []), at)).toBe(false)
})

test('of more mailboxes than may listen, the ones that had mail last do', () => {
  const budget = new IdleBudget(2)
  const left: string[] = []
  const enter = (id: string, minute: number | null) =>
    budget.enter(id, minute === null ? null : new Date(minute * 60_000), () => left.push(id))
  expect(enter('quiet', null)).toBe(true)
  expect(enter('busy', 50)).toBe(true)
  expect(enter('busier', 60)).toBe(true)
  expect(left).toEqual(['quiet'])
  expect(enter('quiet', null)).toBe(false)
  budget.noteMail('busy', new Date(90 * 60_000))
  expect(enter('new', 70)).toBe(true)
  expect(left).toEqual(['quiet', 'busier'])
  budget.exit('busy')
  expect(enter('quiet', null)).toBe(true)
})

test('who comes back to a host waits for his turn; the first login of a mailbox does not', () => {
  const gate = new LoginGate(10_000)
  expect(gate.turnInMs('host', 'a', 0)).toBe(0)
  expect(gate.turnInMs('host', 'b', 1_000)).toBe(0)
  expect(gate.turnInMs('host', 'a', 2_000)).toBe(9_000)
  expect(gate.turnInMs('host', 'b', 2_000)).toBe(19_000)
  expect(gate.turnInMs('elsewhere', 'c', 2_000)).toBe(0)
  // Whoever was told to come back finds his turn, and takes no other's by asking.
  expect(gate.turnInMs('host', 'a', 5_000)).toBe(6_000)
  expect(gate.turnInMs('host', 'b', 5_000)).toBe(16_000)
  expect(gate.turnInMs('host', 'a', 11_500)).toBe(0)
  expect(gate.turnInMs('host', 'a', 12_000)).toBe(19_000)
  expect(gate.turnInMs('host', 'b', 20_500)).toBe(500)
  gate.enter('b')
  expect(gate.turnInMs('host', 'b', 21_500)).toBe(19_500)
  expect(gate.turnInMs('host', 'a', 120_000)).toBe(0)
})
