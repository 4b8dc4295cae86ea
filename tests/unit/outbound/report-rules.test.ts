import { expect, test } from 'vitest'
import type { BounceRecipient } from '@/lib/mail/types'
import { readBounce } from '@/lib/outbound/report-rules'
import type { RecipientRecord } from '@/lib/outbound/types'

const to = (...addresses: string[]): RecipientRecord[] =>
  addresses.map((address) => ({ address, state: 'accepted', detail: '' }))

const failed = (address: string | null, writtenTo?: string): BounceRecipient => ({
  address,
  reported: address ?? '',
  ...(writtenTo === undefined ? {} : { writtenTo }),
  action: 'failed',
  status: '5.1.1',
  diagnostic: 'no such user',
  command: null,
})

const bouncedOf = (recipients: RecipientRecord[], ...reported: BounceRecipient[]): string[] =>
  readBounce(
    {
      recipients: reported,
      reportingMta: null,
      originalMessageId: null,
      originalSubject: null,
      severity: 'hard',
    },
    recipients,
  ).map(({ address }) => address)

const two = to('mario@cliente.example', 'anna@cliente.example')

test('an alias that a server expanded is the recipient whom we wrote to', () => {
  expect(bouncedOf(two, failed('m.rossi@interno.example', 'Mario@cliente.example'))).toEqual([
    'mario@cliente.example',
  ])
})

test('a report that names nobody speaks of the only recipient, and of none of two', () => {
  expect(bouncedOf(to('mario@cliente.example'), failed(null))).toEqual(['mario@cliente.example'])
  expect(bouncedOf(two, failed(null))).toEqual([])
})

test('of two recipients the one is meant that is named', () => {
  expect(bouncedOf(two, failed('anna@cliente.example'))).toEqual(['anna@cliente.example'])
})
