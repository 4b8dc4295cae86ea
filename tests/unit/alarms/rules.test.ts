import { expect, test } from 'vitest'
import { decideAlarms, isSilent, learn, patienceMs } from '@/lib/alarms/rules'
import type { Break } from '@/lib/alarms/types'
import { channelTroubles } from '@/lib/channels/types'
import { mailboxStates } from '@/lib/mailboxes/types'

const at = new Date('2026-11-22T10:00:00Z')
const ago = (ms: number) => new Date(at.getTime() - ms)
const minuteMs = 60_000
const refused: Break = {
  kind: 'mailbox',
  subjectId: 'm1',
  name: 'Support',
  word: 'password-refused',
  since: ago(minuteMs),
}

test('whatever breaks a mailbox or a channel is told within five minutes, the watch’s own time included', () => {
  const words = [...mailboxStates.filter((word) => word !== 'new' && word !== 'well'), ...channelTroubles]
  expect(words.length).toBeGreaterThan(20)
  for (const word of words)
    expect(patienceMs({ kind: 'mailbox', word })).toBeLessThanOrEqual(5 * minuteMs - 30_000)
})

test('a hiccup of a server is nobody’s alarm; a refused password is one at once', () => {
  const away = (ms: number): Break => ({ ...refused, word: 'unreachable', since: ago(ms) })
  const opened = (one: Break) => decideAlarms([one], [], ['mailbox'], at).toOpen.length
  expect([opened(away(3 * minuteMs)), opened(away(5 * minuteMs)), opened(refused)]).toEqual([0, 1, 1])
})

test('a break is one alarm while its reason changes, and closes only where was looked', () => {
  const open = [{ id: 'a1', kind: 'mailbox' as const, subjectId: 'm1', word: 'unreachable' }]
  expect(decideAlarms([refused], open, ['mailbox'], at)).toEqual({
    toOpen: [],
    toRename: [{ id: 'a1', word: 'password-refused' }],
    toClose: [],
  })
  expect(decideAlarms([], open, ['mailbox'], at).toClose).toEqual(open)
  expect(decideAlarms([], open, ['silent'], at).toClose).toEqual([])
})

test('silence is an alarm where mail came often, and not over the usual nights', () => {
  const hourMs = 60 * minuteMs
  const arrivals = Array.from({ length: 30 }, (_, index) => ago((200 - index * 5) * hourMs))
  const rhythm = learn({ mails: 0, lastMailAt: null, longestGapMs: 0 }, arrivals, false)
  expect(rhythm).toEqual({ mails: 30, lastMailAt: arrivals.at(-1), longestGapMs: 5 * hourMs })
  const last = arrivals.at(-1)?.getTime() ?? 0
  expect(isSilent(rhythm, new Date(last + 9 * hourMs))).toBe(false)
  expect(isSilent(rhythm, new Date(last + 11 * hourMs))).toBe(true)
  expect(isSilent({ ...rhythm, mails: 19 }, new Date(last + 999 * hourMs))).toBe(false)
  const after = learn(rhythm, [new Date(last + 100 * hourMs)], true)
  expect(after.longestGapMs, 'a silence that was told is no new habit').toBe(5 * hourMs)
})
