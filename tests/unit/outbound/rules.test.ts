import { describe, expect, test } from 'vitest'
import { type DeliveryFacts, deadAddresses, decideDelivery, waitingRecipients } from '@/lib/outbound/rules'
import type { RecipientRecord, SendEvidence } from '@/lib/outbound/types'

const at = new Date('2026-11-21T10:00:00.000Z')
const waiting = (address: string): RecipientRecord => ({ address, state: 'waiting', detail: '' })
const one = [waiting('maria@customer.example')]
const two = [waiting('maria@customer.example'), waiting('luca@customer.example')]

const evidence = (part: Partial<SendEvidence>): SendEvidence => ({
  outcome: 'answered',
  responseCode: null,
  response: '',
  command: null,
  sawDataGo: false,
  perRecipient: [],
  providerMessageId: null,
  ...part,
})
const facts = (part: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  attempts: 1,
  triedSince: null,
  recipients: one,
  ...part,
})
const refusedRecipient = (address: string, response: string) => ({ address, isAccepted: false, response })
const acceptedRecipient = (address: string) => ({ address, isAccepted: true, response: '250 ok' })

describe('one recipient', () => {
  const cases: [string, Partial<SendEvidence>, string, string | null, RecipientRecord['state']][] = [
    [
      'accepted after the dot',
      { responseCode: 250, command: 'DATA', sawDataGo: true },
      'accepted',
      null,
      'accepted',
    ],
    [
      'RCPT 450',
      {
        responseCode: 450,
        command: 'RCPT',
        perRecipient: [refusedRecipient('maria@customer.example', '450 4.2.0 greylisted')],
      },
      'deferred',
      'greylisted',
      'waiting',
    ],
    [
      'RCPT 550',
      {
        responseCode: 550,
        command: 'RCPT',
        perRecipient: [refusedRecipient('maria@customer.example', '550 5.1.1 no such user')],
      },
      'failed',
      'recipient_refused',
      'refused',
    ],
    [
      'RCPT 550 without a list',
      { responseCode: 550, command: 'RCPT' },
      'failed',
      'recipient_refused',
      'refused',
    ],
    ['MAIL 451', { responseCode: 451, command: 'MAIL' }, 'deferred', 'server_busy', 'waiting'],
    ['MAIL 553', { responseCode: 553, command: 'MAIL' }, 'failed', 'sender_refused', 'refused'],
    [
      '451 after the dot',
      { responseCode: 451, command: 'DATA', sawDataGo: true },
      'deferred',
      'server_busy',
      'waiting',
    ],
    [
      '421 after the dot',
      { responseCode: 421, command: 'DATA', sawDataGo: true },
      'deferred',
      'server_busy',
      'waiting',
    ],
    [
      '554 after the dot',
      { responseCode: 554, command: 'DATA', sawDataGo: true },
      'failed',
      'content_refused',
      'refused',
    ],
    [
      'no connection',
      { outcome: 'no-connection', command: 'CONN' },
      'deferred',
      'server_unavailable',
      'waiting',
    ],
    ['no greeting', { outcome: 'timed-out', command: 'CONN' }, 'deferred', 'server_timed_out', 'waiting'],
    ['greeting 554', { responseCode: 554, command: 'CONN' }, 'deferred', 'server_unavailable', 'waiting'],
    ['sign-in 535', { responseCode: 535, command: 'CONN' }, 'deferred', 'sign_in_refused', 'waiting'],
    [
      'dropped after the dot',
      { outcome: 'connection-lost', command: 'CONN', sawDataGo: true },
      'uncertain',
      'connection_lost_after_data',
      'waiting',
    ],
    [
      'no answer after the dot',
      { outcome: 'timed-out', command: 'CONN', sawDataGo: true },
      'uncertain',
      'timed_out_after_data',
      'waiting',
    ],
    [
      'dropped before the data',
      { outcome: 'connection-lost', command: 'MAIL' },
      'deferred',
      'server_unavailable',
      'waiting',
    ],
  ]
  test.each(cases)('%s', (_name, seen, state, trouble, recipient) => {
    const decision = decideDelivery(evidence(seen), facts(), at)
    expect([decision.state, decision.trouble, decision.recipients[0]?.state]).toEqual([
      state,
      trouble,
      recipient,
    ])
  })

  test('an uncertain mail has no next attempt', () => {
    const lost = evidence({ outcome: 'connection-lost', sawDataGo: true })
    expect(decideDelivery(lost, facts(), at).nextAttemptAt).toBeNull()
  })

  test('without a way out a mail stays pending, says so and does not age', () => {
    const old = new Date(at.getTime() - 30 * 24 * 3_600_000)
    const decision = decideDelivery(evidence({ outcome: 'not-configured' }), facts({ triedSince: old }), at)
    expect([decision.state, decision.trouble, decision.recipients]).toEqual([
      'pending',
      'not_configured',
      one,
    ])
    expect(decision.nextAttemptAt?.getTime()).toBeGreaterThan(at.getTime())
  })
})

describe('when the next attempt comes', () => {
  const busy = evidence({ responseCode: 451, command: 'DATA', sawDataGo: true })

  test.each([
    [1, 1],
    [2, 5],
    [3, 15],
    [4, 60],
    [5, 60],
    [50, 60],
  ])('after attempt %i: %i minutes', (attempts, minutes) => {
    const next = decideDelivery(busy, facts({ attempts }), at).nextAttemptAt
    expect(next?.getTime()).toBe(at.getTime() + minutes * 60_000)
  })

  test('five days after it was tried first nothing more is tried', () => {
    const triedSince = new Date(at.getTime() - 5 * 24 * 3_600_000)
    const decision = decideDelivery(busy, facts({ attempts: 120, triedSince }), at)
    expect([decision.state, decision.trouble, decision.nextAttemptAt]).toEqual(['failed', 'gave_up', null])
  })
})

describe('two recipients', () => {
  test('one refused for good: accepted, and the refusal stands at that recipient', () => {
    const seen = evidence({
      responseCode: 250,
      command: 'DATA',
      sawDataGo: true,
      response: '250 queued',
      perRecipient: [
        acceptedRecipient('maria@customer.example'),
        refusedRecipient('luca@customer.example', '550 5.1.1 unknown'),
      ],
    })
    const decision = decideDelivery(seen, facts({ recipients: two }), at)
    expect([decision.state, decision.trouble]).toEqual(['accepted', 'some_recipients_refused'])
    expect(decision.recipients.map((recipient) => recipient.state)).toEqual(['accepted', 'refused'])
    expect(decision.recipients.map((recipient) => recipient.reason)).toEqual([undefined, 'userunknown'])
    expect(decision.recipients[1]?.detail).toBe('550 5.1.1 unknown')
  })

  test('one put off: tried again for that one alone, and whatever comes then the mail stays accepted', () => {
    const seen = evidence({
      responseCode: 250,
      command: 'DATA',
      sawDataGo: true,
      perRecipient: [refusedRecipient('luca@customer.example', '450 later')],
    })
    const first = decideDelivery(seen, facts({ recipients: two }), at)
    expect(first.state).toBe('deferred')
    expect(waitingRecipients(first.recipients)).toEqual(['luca@customer.example'])
    const never = evidence({
      responseCode: 550,
      command: 'RCPT',
      perRecipient: [refusedRecipient('luca@customer.example', '550 no')],
    })
    const second = decideDelivery(never, facts({ attempts: 2, recipients: first.recipients }), at)
    expect([second.state, second.recipients.map((recipient) => recipient.state)]).toEqual([
      'accepted',
      ['accepted', 'refused'],
    ])
  })

  test('all refused for good: failed', () => {
    const seen = evidence({
      responseCode: 550,
      command: 'RCPT',
      perRecipient: two.map(({ address }) => refusedRecipient(address, '550 no')),
    })
    expect(decideDelivery(seen, facts({ recipients: two }), at).state).toBe('failed')
  })

  test('lost after the data: the one refused before it is refused, the other uncertain', () => {
    const seen = evidence({
      outcome: 'connection-lost',
      sawDataGo: true,
      perRecipient: [refusedRecipient('luca@customer.example', '550 no')],
    })
    const decision = decideDelivery(seen, facts({ recipients: two }), at)
    expect(decision.state).toBe('uncertain')
    expect(waitingRecipients(decision.recipients)).toEqual(['maria@customer.example'])
  })
})

test.each([
  ['550 5.1.1 no such user', true],
  ['550-5.1.1 no such user', true],
  ['550 unknown', true],
  ['553 5.1.3 not an address', true],
  ['550 5.2.1 mailbox disabled', true],
  ['550 5.7.1 your server is listed', false],
  ['552 5.2.2 over quota', false],
  ['554 no', false],
  ['450 4.2.0 greylisted', false],
])('%s: the address is dead: %s', (response, expected) => {
  const seen = evidence({ perRecipient: [refusedRecipient('maria@customer.example', response)] })
  expect(deadAddresses(seen).length > 0).toBe(expected)
})
