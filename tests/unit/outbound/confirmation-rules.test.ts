import { expect, test } from 'vitest'
import {
  type ConfirmationFacts,
  confirmationLimits,
  decideConfirmation,
} from '@/lib/outbound/confirmation-rules'

const at = new Date('2026-11-21T10:00:00.000Z')
const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000)
const good: ConfirmationFacts = {
  isConfirmationOn: true,
  isNewTicket: true,
  mayAutoAnswer: true,
  authentication: 'none',
  envelopeFrom: 'maria@customer.example',
  senderKey: 'maria@customer.example',
  isOwnOrBlocked: false,
  hasChannel: true,
  lastConfirmedAt: null,
  alikeLately: 0,
  sentLastHour: { toDomain: 0, byTenant: 0, inTotal: 0 },
}

test.each<[string, Partial<ConfirmationFacts>]>([
  ['a first mail', {}],
  ['a first mail that passed its checks', { authentication: 'pass' }],
  ['an envelope that nobody saw', { envelopeFrom: null }],
  ['a sender who wrote three times about the same', { lastConfirmedAt: hoursAgo(25), alikeLately: 3 }],
  ['the last one was 24 hours ago', { lastConfirmedAt: hoursAgo(24) }],
])('%s is confirmed', (_name, part) => {
  expect(decideConfirmation({ ...good, ...part }, confirmationLimits, at)).toEqual({ send: true })
})

test.each<[string, Partial<ConfirmationFacts>]>([
  ['confirmation-off', { isConfirmationOn: false }],
  ['not-a-new-ticket', { isNewTicket: false }],
  ['machine-mail', { mayAutoAnswer: false }],
  ['authentication-failed', { authentication: 'fail' }],
  ['null-sender', { envelopeFrom: '' }],
  ['no-sender', { senderKey: null }],
  ['own-or-blocked-address', { isOwnOrBlocked: true }],
  ['no-channel', { hasChannel: false }],
  ['confirmed-lately', { lastConfirmedAt: hoursAgo(23.9) }],
  ['confirmed-lately', { lastConfirmedAt: hoursAgo(-1) }],
  ['loop', { lastConfirmedAt: hoursAgo(0.1), alikeLately: 4 }],
  ['domain-limit', { sentLastHour: { toDomain: 50, byTenant: 50, inTotal: 50 } }],
  ['tenant-limit', { sentLastHour: { toDomain: 0, byTenant: 500, inTotal: 500 } }],
  ['total-limit', { sentLastHour: { toDomain: 0, byTenant: 0, inTotal: 5_000 } }],
])('no confirmation: %s', (reason, part) => {
  expect(decideConfirmation({ ...good, ...part }, confirmationLimits, at)).toEqual({ send: false, reason })
})
