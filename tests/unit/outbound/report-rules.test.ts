import { expect, test } from 'vitest'
import type { BounceRecipient, PecReceipt } from '@/lib/mail/classification'
import { readBounce, readCertifiedReceipt, readProviderReport, withReport } from '@/lib/outbound/report-rules'
import type { RecipientRecord } from '@/lib/outbound/types'

const to = (...addresses: string[]): RecipientRecord[] =>
  addresses.map((address) => ({ address, state: 'accepted', detail: '' }))

const failed = (address: string | null, alias?: string): BounceRecipient => ({
  address,
  reported: address ?? '',
  ...(alias === undefined ? {} : { alias }),
  action: 'failed',
  status: '5.1.1',
  diagnostic: 'no such user',
  command: null,
})

const bouncesOf = (recipients: RecipientRecord[], ...reported: BounceRecipient[]) =>
  readBounce(
    {
      recipients: reported,
      reportingMta: null,
      originalMessageId: null,
      originalSubject: null,
      severity: 'hard',
    },
    recipients,
  )
const bouncedOf = (recipients: RecipientRecord[], ...reported: BounceRecipient[]): string[] =>
  bouncesOf(recipients, ...reported).map(({ address }) => address)

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

test('why a mail came back stands at its recipient; of what tells nothing, nothing does', () => {
  const [mario] = to('mario@cliente.example')
  const reasonOf = (diagnostic: string, status: string | null) =>
    withReport(
      to('mario@cliente.example'),
      bouncesOf(to('mario@cliente.example'), { ...failed('mario@cliente.example'), status, diagnostic }),
      new Date(),
    )[0]
  expect(mario).not.toHaveProperty('reason')
  expect(reasonOf('552 5.2.2 mailbox full', '5.2.2')).toMatchObject({
    state: 'bounced',
    reason: 'mailboxfull',
  })
  expect(reasonOf('zut', null)).not.toHaveProperty('reason')
})

test.each([
  ['failed', 'bounced'],
  // Gateways forget the field or have a word of their own for it; who reports no code either has not delivered.
  ['unknown', 'bounced'],
  ['delayed', 'delayed'],
  ['delivered', null],
  ['relayed', null],
  ['expanded', null],
] as const)('a report that a mail was %s says %s of its recipient', (action, kind) => {
  const said = bouncesOf(to('mario@cliente.example'), { ...failed('mario@cliente.example'), action })
  expect(said.map((one) => one.kind)).toEqual(kind === null ? [] : [kind])
})

const certified = (type: string, recipient: string | null, recipients = two) => {
  const receipt: PecReceipt = { type, recipient, originalMessageId: null, provider: '', detail: '' }
  const told = readCertifiedReceipt(receipt, recipients, new Date('2026-03-02T10:00:00Z'))
  return told.map(({ address, kind }) => `${kind} ${address}`)
}

test('that certified mail was taken is said of every recipient, that it was delivered of the one it names', () => {
  expect(certified('accettazione', null)).toEqual([
    'certified mario@cliente.example',
    'certified anna@cliente.example',
  ])
  expect(certified('avvenuta-consegna', 'Anna@Cliente.example')).toEqual(['certified anna@cliente.example'])
})

test('a receipt of certified mail about a copy that we never sent speaks of none of two, nor does an unknown one', () => {
  expect(certified('errore-consegna', 'altra@cliente.example')).toEqual([])
  expect(certified('altro', 'anna@cliente.example')).toEqual([])
})

test('a warning that certified mail is late changes nothing for good', () => {
  expect(certified('preavviso-errore-consegna', 'anna@cliente.example')).toEqual([
    'delayed anna@cliente.example',
  ])
})

const byProvider = (detail: string, ...recipients: RecipientRecord[]) =>
  readProviderReport(
    { kind: 'bounced', addresses: recipients.map(({ address }) => address), status: 'Permanent', detail },
    recipients,
  ).map(({ address, kind }) => [address, kind])

test('a provider that names all recipients of a mail that came back blames the one whom its words name', () => {
  expect(byProvider('550 5.1.1 <Anna@cliente.example> unknown', ...two)).toEqual([
    ['anna@cliente.example', 'bounced'],
  ])
})

test('where its words name nobody, each may not have the mail and no address is blamed', () => {
  expect(byProvider('it came back', ...two)).toEqual([
    ['mario@cliente.example', 'refused'],
    ['anna@cliente.example', 'refused'],
  ])
  expect(byProvider('it came back', ...to('mario@cliente.example'))).toEqual([
    ['mario@cliente.example', 'bounced'],
  ])
})

test('a provider that speaks of somebody else speaks of the only recipient, and of none of two', () => {
  const report = { kind: 'bounced' as const, addresses: ['x@y.example'], status: '', detail: '' }
  expect(readProviderReport(report, two)).toEqual([])
  expect(readProviderReport(report, to('mario@cliente.example')).length).toBe(1)
})
