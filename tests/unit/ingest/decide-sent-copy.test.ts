import { expect, test } from 'vitest'
import { decideSentCopy } from '@/lib/ingest/decide-sent-copy'
import type { TicketCandidate } from '@/lib/ingest/types'
import { candidateOf, contextOf, mailOf, sender } from './facts'

const others = { kind: 'suppress', reason: 'sent-to-others' }
const replyIn = (number: number) => ({ kind: 'agent-reply', candidate: { number } })
const colleague = 'anna@business.example'
const stranger = 'ugo@altro.example'

test.each<[string, string[], Partial<TicketCandidate>[], object]>([
  ['an answer to whoever takes part is a reply in the ticket', [sender], [{ number: 1 }], replyIn(1)],
  [
    '…also where the ticket heard of it later than of what follows',
    [sender],
    [{ how: 'child', number: 1 }],
    replyIn(1),
  ],
  ['a question to a colleague is none', [colleague], [{ number: 1 }], others],
  ['a mail that answers nothing of ours is none', [sender], [], others],
  ['a mail that only names what others name too is none', [sender], [{ how: 'sibling', number: 1 }], others],
  [
    'of two tickets that it names the one counts whose people it went to',
    [stranger],
    [{ number: 1 }, { number: 2, distance: 1, participantKeys: [stranger] }],
    replyIn(2),
  ],
  [
    'a ticket that it does not name itself gets no reply, however it is tied to one that it does',
    [stranger],
    [{ number: 1 }, { how: 'tied', number: 2, distance: 1000, participantKeys: [stranger] }],
    others,
  ],
])('%s', (_, to, candidates, expected) => {
  const mail = mailOf({ from: 'help@business.example', to })
  const context = contextOf({ candidates: candidates.map(candidateOf) })
  expect(decideSentCopy(mail, context)).toMatchObject(expected)
})
