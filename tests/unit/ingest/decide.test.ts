import { expect, test } from 'vitest'
import { decide } from '@/lib/ingest/decide'
import { matchTicket } from '@/lib/ingest/match'
import type { IngestContext, ReadMail } from '@/lib/ingest/types'
import { generatedAnswer } from '@/lib/mail/answer-signs'
import type { MailKind } from '@/lib/mail/classification'
import { candidateOf, contextOf, mailOf, sender } from './facts'

const at = new Date('2026-11-20T10:00:00Z')
const daysAgo = (days: number) => new Date(at.getTime() - days * 24 * 3_600_000)
const decideOn = (mail: ReadMail, context: IngestContext) =>
  decide(mail, context, matchTicket(mail, context), at)
const named = {
  outboundMailId: 'out',
  messageIdHeader: 'ours@postino.example',
  ticketId: 't',
  recipients: [sender],
}

const overLimit = { opened: 200, limit: 200, isBehindHeld: false }

test.each<[string, ReadMail, Partial<IngestContext>, object]>([
  [
    'a first mail makes a ticket and is confirmed',
    mailOf(),
    {},
    { kind: 'create', confirmation: { send: true } },
  ],
  [
    'content that is stored already is a second delivery',
    mailOf(),
    { sameContent: { messageId: 'm', ticketId: 't' } },
    { kind: 'duplicate', messageId: 'm' },
  ],
  [
    'our own mail that came back is recorded and nothing else',
    mailOf({ messageIds: ['ours@postino.example'] }),
    { namedOutbound: [named] },
    { kind: 'suppress', reason: 'own-mail' },
  ],
  [
    'a mail from an address of ours waits for a person: it can be no customer',
    mailOf(),
    { ownAddressKeys: [sender] },
    { kind: 'quarantine', reason: 'from-own-address' },
  ],
  [
    'a mailbox that is only read makes no tickets',
    mailOf(),
    { mailbox: { ...contextOf().mailbox, conversion: 'manual' } },
    { kind: 'suppress', reason: 'manual-mailbox' },
  ],
  [
    'a bounce of our mail is a fact about that mail',
    mailOf({ kind: 'bounce', originalMessageId: named.messageIdHeader }),
    { namedOutbound: [named] },
    { kind: 'record-bounce', outboundMailIds: ['out'] },
  ],
  [
    'a bounce of a mail that we did not send waits in quarantine',
    mailOf({ kind: 'bounce' }),
    {},
    { kind: 'quarantine', reason: 'bounce-of-unknown-mail' },
  ],
  [
    'a read receipt is a fact about our mail',
    mailOf({ kind: 'receipt', originalMessageId: named.messageIdHeader }),
    { namedOutbound: [named] },
    { kind: 'record-receipt', outboundMailId: 'out' },
  ],
  [
    'a receipt for an unknown mail waits in quarantine',
    mailOf({ kind: 'pec-receipt' }),
    {},
    { kind: 'quarantine', reason: 'receipt-of-unknown-mail' },
  ],
  [
    'a bounce never joins a conversation, whatever it names',
    mailOf({ kind: 'bounce' }),
    { candidates: [candidateOf({ how: 'token' })] },
    { kind: 'quarantine' },
  ],
  [
    'a person who answers reopens',
    mailOf(),
    { candidates: [candidateOf({ phase: 'closing' })] },
    { kind: 'append', reopens: true, countsAsUnanswered: true },
  ],
  [
    'nobody has to agree when a mail asks to join',
    mailOf({ from: 'x@y.example' }),
    { candidates: [candidateOf({ how: 'token' })] },
    { kind: 'join-request' },
  ],
  [
    'the last ticket that its sender may open in this hour is opened',
    mailOf(),
    { ticketsLately: { opened: 199, limit: 200, isBehindHeld: false } },
    { kind: 'create' },
  ],
  [
    'the next one is held',
    mailOf(),
    { ticketsLately: { opened: 200, limit: 200, isBehindHeld: false } },
    { kind: 'quarantine', reason: 'too-many-from-sender' },
  ],
  [
    'what came after a mail that is held waits behind it',
    mailOf(),
    { ticketsLately: { opened: 0, limit: 200, isBehindHeld: true } },
    { kind: 'quarantine', reason: 'too-many-from-sender' },
  ],
  [
    'an answer that would open a new ticket is held as well',
    mailOf(),
    {
      ticketsLately: overLimit,
      candidates: [candidateOf({ phase: 'closing', reopenPolicy: 'new_linked', closedAt: daysAgo(1) })],
    },
    { kind: 'quarantine', reason: 'too-many-from-sender' },
  ],
  [
    'an answer into an open ticket is not',
    mailOf(),
    { ticketsLately: overLimit, candidates: [candidateOf()] },
    { kind: 'append' },
  ],
])('%s', (_name, mail, change, expected) => {
  expect(decideOn(mail, contextOf(change))).toMatchObject(expected)
})

test.each<[MailKind, boolean]>([
  ['human', true],
  ['list', true],
  ['calendar', true],
  ['auto-reply', false],
  ['vacation', false],
  ['bulk', false],
  ['complaint', false],
])('%s in a closed ticket: reopens %s', (kind, reopens) => {
  const decision = decideOn(
    mailOf({ kind }),
    contextOf({ candidates: [candidateOf({ phase: 'closing', closedAt: daysAgo(1) })] }),
  )
  expect(decision).toMatchObject({ kind: 'append', reopens, countsAsUnanswered: reopens })
})

test('an answer that a program sent and a person may have written waits for an agent, and does nothing else', () => {
  const mail = mailOf({ kind: 'auto-reply', mayAutoAnswer: false })
  const evidence = [{ where: 'auto-submitted', value: 'auto-generated', rule: generatedAnswer }]
  const decision = decideOn(
    { ...mail, classification: { ...mail.classification, evidence } },
    contextOf({ candidates: [candidateOf({ phase: 'closing', closedAt: daysAgo(1) })] }),
  )
  expect(decision).toMatchObject({ kind: 'append', reopens: false, countsAsUnanswered: true })
})

test.each<['reopen' | 'new_linked' | 'reopen_within_days', number, string]>([
  ['reopen', 400, 'append'],
  ['new_linked', 0, 'create'],
  ['reopen_within_days', 30, 'append'],
  ['reopen_within_days', 31, 'create'],
])('a reply to a ticket closed under the policy %s for %i days: %s', (reopenPolicy, days, kind) => {
  const candidate = candidateOf({ phase: 'closing', reopenPolicy, closedAt: daysAgo(days) })
  const decision = decideOn(mailOf(), contextOf({ candidates: [candidate] }))
  expect(decision.kind).toBe(kind)
  if (decision.kind === 'create')
    expect(decision).toMatchObject({ linkKind: 'continues', related: [{ number: 7 }] })
})

test.each<[string, ReadMail, Partial<IngestContext>, string]>([
  [
    'the mailbox does not confirm',
    mailOf(),
    { mailbox: { ...contextOf().mailbox, isConfirmationOn: false } },
    'confirmation-off',
  ],
  ['a machine wrote', mailOf({ mayAutoAnswer: false }), {}, 'machine-mail'],
  ['the sender is forged', mailOf({ verdict: 'fail' }), {}, 'authentication-failed'],
  ['the envelope has no sender', mailOf({ envelopeFrom: '' }), {}, 'null-sender'],
  ['the mail has no sender', mailOf({ from: null }), {}, 'no-sender'],
  ['the sender is on the list', mailOf(), { blockedAddressKeys: [sender] }, 'own-or-blocked-address'],
  ['there is no way out', mailOf(), { channel: null }, 'no-channel'],
  [
    'he was told lately',
    mailOf(),
    {
      sender: {
        customerId: 'c',
        addressId: 'a',
        name: 'R',
        organizationId: null,
        isRegistered: false,
        lastConfirmedAt: daysAgo(0.9),
      },
    },
    'confirmed-lately',
  ],
  [
    'his domain was told often',
    mailOf(),
    { confirmations: { toDomain: 50, byTenant: 0, inTotal: 0 } },
    'domain-limit',
  ],
  [
    'the tenant told many',
    mailOf(),
    { confirmations: { toDomain: 0, byTenant: 500, inTotal: 0 } },
    'tenant-limit',
  ],
  [
    'the installation told many',
    mailOf(),
    { confirmations: { toDomain: 0, byTenant: 0, inTotal: 5_000 } },
    'total-limit',
  ],
])('no confirmation, but a ticket, when %s', (_name, mail, change, reason) => {
  expect(decideOn(mail, contextOf(change))).toMatchObject({
    kind: 'create',
    confirmation: { send: false, reason },
  })
})

test('who was told more than 24 hours ago is told again', () => {
  const known = {
    customerId: 'c',
    addressId: 'a',
    name: 'R',
    organizationId: null,
    isRegistered: false,
    lastConfirmedAt: daysAgo(1.1),
  }
  expect(decideOn(mailOf(), contextOf({ sender: known }))).toMatchObject({ confirmation: { send: true } })
})
