import { expect, test } from 'vitest'
import { toggled, withAdded } from '@/components/ticket/added-recipients'

const maria = { name: 'Maria', address: 'maria@customer.example', reason: 'sender-of-last' } as const
const luca = { name: 'Luca', address: 'luca@customer.example', reason: 'not-yet-part', place: 'cc' } as const
const asked = { name: '', address: 'x@stranger.example', reason: 'not-yet-part', place: 'reply-to' } as const
const own = { name: '', address: 'support@lume.test', reason: 'own-address', place: 'to' } as const
const plan = {
  ok: true as const,
  from: { name: 'Support', address: 'support@lume.test' },
  channelName: 'Mail',
  to: [maria],
  cc: [],
  leftOut: [own, luca, asked],
  subject: 'Re: Printer',
}
const addresses = (people: readonly { address: string }[]) => people.map((one) => one.address)

test('whom a later mail brought in gets nothing until added', () => {
  const planned = withAdded(plan, [])
  expect(planned.cc).toEqual([])
  expect(planned.addCc).toEqual([])
  expect(planned.open.map((one) => [one.address, one.isAdded])).toEqual([
    [luca.address, false],
    [asked.address, false],
  ])
})

test('who is added is shown as a copy, with the reason, and sent as such', () => {
  const planned = withAdded(plan, ['LUCA@customer.example', asked.address])
  expect(planned.cc.map((one) => [one.address, one.reason])).toEqual([
    [luca.address, 'cc-of-last'],
    [asked.address, 'reply-to-of-last'],
  ])
  expect(planned.addCc).toEqual([luca.address, asked.address])
  expect(addresses(planned.to)).toEqual([maria.address])
})

test('who never gets mail cannot be added, and an addition of an older mail is left aside', () => {
  const planned = withAdded(plan, [own.address, 'gone@customer.example'])
  expect(planned.addCc).toEqual([])
  expect(addresses(planned.open)).not.toContain(own.address)
  expect(addresses(planned.never)).toEqual([own.address])
})

test('pressed twice, nobody is added, whatever the case', () => {
  expect(toggled([], luca.address)).toEqual([luca.address])
  expect(toggled([luca.address], 'Luca@Customer.example')).toEqual([])
})
