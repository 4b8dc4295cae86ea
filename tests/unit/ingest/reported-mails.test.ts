import { expect, test } from 'vitest'
import { namedIds, reportedMails } from '@/lib/ingest/reported-mails'
import { contextOf, mailOf } from './facts'

const sent = ['first', 'second', 'third'].map((name) => ({
  outboundMailId: name,
  messageIdHeader: `${name}@ours.example`,
  ticketId: 't',
  recipients: ['rosa@cliente.example'],
}))
/** As References say it of a third mail, the nearest first. */
const parentIds = ['second@ours.example', 'asked@cliente.example', 'first@ours.example']

test.each([
  ['the mail that came back, though earlier ones are named too', 'third@ours.example', parentIds, ['third']],
  ['the nearest that is named, where nothing came back', null, parentIds, ['second']],
  ['the nearest that is ours, where what came back is unknown', 'x@provider.example', parentIds, ['second']],
  ['no mail of ours, where none is named', 'x@provider.example', ['asked@cliente.example'], []],
])('a report is about %s', (_, originalMessageId, parents, expected) => {
  for (const kind of ['bounce', 'receipt'] as const) {
    const mail = mailOf({ kind, originalMessageId, parentIds: parents })
    const found = reportedMails(mail, contextOf({ namedOutbound: sent }))
    expect(found.map(({ outboundMailId }) => outboundMailId)).toEqual(expected)
  }
})

test('a mail that was sent again under its own id is meant both times', () => {
  const twice = [...sent, { ...sent[2], outboundMailId: 'again' }] as typeof sent
  const mail = mailOf({ kind: 'bounce', originalMessageId: 'third@ours.example' })
  expect(reportedMails(mail, contextOf({ namedOutbound: twice }))).toHaveLength(2)
})

test('a mail that reports nothing speaks of ours only as itself come back', () => {
  expect(namedIds(mailOf({ parentIds, messageIds: ['m@cliente.example'] }))).toEqual(['m@cliente.example'])
})
