import { expect, test } from 'vitest'
import { decide } from '@/lib/ingest/decide'
import { decideRequester, isForwardShown } from '@/lib/ingest/decide-requester'
import type { ReadMail } from '@/lib/ingest/types'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import { contextOf, mailOf } from './facts'

const original = { name: 'Ugo', address: 'ugo@altro.example' }
const forward = (change: Partial<ForwardedMail> = {}): ForwardedMail => ({
  how: 'inline',
  from: original,
  fromText: 'Ugo',
  dateText: '',
  date: null,
  isZoneKnown: false,
  subject: 'Ordine',
  to: [],
  cc: [],
  body: '',
  note: '',
  confidence: 'high',
  evidence: [],
  inner: null,
  ...change,
})
const agent = { agentId: 'membership' }
const vouched = { verdict: 'pass' } as const

test.each([
  ['when an agent whose domain vouches for the mail passed it on', mailOf(vouched), forward(), agent],
  [
    'also when that is a little less sure, in a mail that answers nothing',
    mailOf(vouched),
    forward({ confidence: 'medium' }),
    agent,
  ],
])('whose mail was passed on is the requester %s', (_, mail, forwarded, context) => {
  expect(decideRequester(mail, forwarded, contextOf(context))).toEqual({ isOriginal: true, original })
})

test.each([
  ['nobody is named', mailOf(vouched), forward({ from: null }), agent, 'no-original-sender'],
  [
    'he is an address of ours',
    mailOf(vouched),
    forward(),
    { ...agent, ownAddressKeys: [original.address] },
    'original-is-own-address',
  ],
  [
    'a program passed it on',
    mailOf({ ...vouched, kind: 'auto-reply' }),
    forward(),
    agent,
    'forwarded-by-machine',
  ],
  ['anybody else passed it on', mailOf(vouched), forward(), {}, 'forwarded-by-other'],
  ['no domain vouches for the agent', mailOf(), forward(), agent, 'forwarder-not-verified'],
  ['somebody forged the agent', mailOf({ verdict: 'fail' }), forward(), agent, 'forwarder-not-verified'],
  [
    'a reply may only quote him',
    mailOf({ ...vouched, subjectKind: 'reply' }),
    forward({ confidence: 'medium' }),
    agent,
    'forward-unsure',
  ],
  [
    'it hardly looks like a forward',
    mailOf(vouched),
    forward({ confidence: 'low' }),
    agent,
    'forward-unsure',
  ],
])('he is only proposed when %s', (_, mail, forwarded, context, reason) => {
  expect(decideRequester(mail, forwarded, contextOf(context))).toEqual({ isOriginal: false, reason })
})

const envelope = {
  isCertified: true,
  provider: 'Gestore',
  carrier: original,
  author: original,
  isAuthorVouched: true,
}

test.each([
  ['a forward that is sure', mailOf(), forward(), true],
  ['a message that is attached', mailOf(), forward({ how: 'attached', confidence: 'low' }), true],
  [
    'the header lines of a reply above what it quotes',
    mailOf({ subjectKind: 'reply' }),
    forward({ confidence: 'low' }),
    false,
  ],
  [
    'the same under a forward\u2019s subject',
    mailOf({ subjectKind: 'forward' }),
    forward({ confidence: 'low' }),
    true,
  ],
  [
    'the mail in an envelope of certified mail',
    mailOf({ pecEnvelope: envelope }),
    forward({ how: 'attached' }),
    false,
  ],
  [
    'the same where the envelope names somebody else',
    mailOf({ pecEnvelope: { ...envelope, isAuthorVouched: false } }),
    forward({ how: 'attached' }),
    true,
  ],
])('%s is shown as passed on, or is not', (_, mail, forwarded, isShown) => {
  expect(isForwardShown(mail, forwarded)).toBe(isShown)
})

test('what an agent passes on opens a ticket however many he opened; what he only might have passed on is held', () => {
  const context = contextOf({ ...agent, ticketsLately: { opened: 200, limit: 200, isBehindHeld: true } })
  const at = new Date('2026-11-20T10:00:00Z')
  const decideOn = (mail: ReadMail) => decide(mail, context, { kind: 'new', related: [] }, at, forward())
  expect(decideOn(mailOf(vouched))).toMatchObject({ kind: 'create', requester: original })
  expect(decideOn(mailOf())).toEqual({ kind: 'quarantine', reason: 'too-many-from-sender' })
})
