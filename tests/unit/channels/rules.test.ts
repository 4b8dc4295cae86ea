import { expect, test } from 'vitest'
import { isOverLimit, loginTrouble, sendLimitOf } from '@/lib/channels/rules'

test.each([
  ['smtp', 'microsoft', { mails: 30, windowMs: 60_000 }],
  ['smtp', 'google', { mails: 2_000, windowMs: 86_400_000 }],
  ['resend', 'other', { mails: 2, windowMs: 1_000 }],
  ['smtp', 'other', null],
  ['system', 'other', null],
] as const)('a channel of kind %s at %s sends as much as its provider takes', (kind, provider, limit) => {
  expect(sendLimitOf({ kind, provider })).toEqual(limit)
})

test.each([
  ['550 5.4.5 Daily user sending limit exceeded', true],
  ['550 5.7.708 Service unavailable. Access denied, traffic not accepted', true],
  ['550 5.1.1 No such user', false],
  ['450 4.2.1 Too fast', false],
])('%s', (response, isOver) => {
  expect(isOverLimit(Number(response.slice(0, 3)), response)).toBe(isOver)
})

test('a limit that is reached while signing in is no refused password', () => {
  expect(loginTrouble(550, '550 5.4.5 Daily user sending limit exceeded')).toBe('throttled')
  expect(loginTrouble(535, '535 5.7.8 Bad credentials')).toBe('password_refused')
})
