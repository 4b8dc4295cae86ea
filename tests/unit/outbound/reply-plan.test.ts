import { describe, expect, test } from 'vitest'
import { planReply, type ReplyFacts } from '@/lib/outbound/reply-plan'

const maria = { name: 'Maria', address: 'maria@customer.example' }
const luca = { name: 'Luca', address: 'luca@customer.example' }
const stranger = { name: 'Stranger', address: 'x@stranger.example' }
const channel = (name: string) => ({ id: name, name, fromName: 'Support', fromAddress: `${name}@lume.test` })

type Last = NonNullable<ReplyFacts['last']>
const last: Last = {
  from: maria,
  replyTo: [],
  to: [{ name: 'Support', address: 'support@lume.test' }],
  cc: [],
  subject: 'Printer',
  authentication: 'none',
  isFirstOfTicket: false,
  forwardedFor: null,
}
const facts = (lastPart: Partial<Last> = {}, part: Partial<ReplyFacts> = {}): ReplyFacts => ({
  ticketSubject: 'Printer',
  requester: maria,
  last: { ...last, ...lastPart },
  knownKeys: ['maria@customer.example'],
  ownKeys: ['support@lume.test', 'help.lume@in.postino.test'],
  blockedKeys: [],
  channels: { queue: null, mailbox: null, standard: channel('standard') },
  ...part,
})
const plan = (input: ReplyFacts, approved: string[] = []) => {
  const made = planReply(input, approved)
  if (!made.ok) return { code: made.code }
  return {
    to: made.to.map((one) => [one.address, one.reason]),
    cc: made.cc.map((one) => [one.address, one.reason]),
    leftOut: made.leftOut.map((one) => [one.address, one.reason]),
  }
}

describe('who gets a reply', () => {
  test('the sender of the message being answered', () => {
    expect(plan(facts())).toEqual({
      to: [['maria@customer.example', 'sender-of-last']],
      cc: [],
      leftOut: [['support@lume.test', 'own-address']],
    })
  })

  test('a participant who wrote last, not the requester', () => {
    const made = plan(facts({ from: luca }, { knownKeys: ['luca@customer.example'] }))
    expect(made.to).toEqual([['luca@customer.example', 'sender-of-last']])
    expect(made.cc).toEqual([])
  })

  test('the requester while nobody has written', () => {
    expect(plan({ ...facts(), last: null }).to).toEqual([['maria@customer.example', 'requester']])
  })

  test('whose mail was passed on, not who passed it on; unless he may get nothing', () => {
    const passedOn = { from: luca, replyTo: [luca], forwardedFor: maria }
    expect(plan(facts(passedOn)).to).toEqual([['maria@customer.example', 'requester']])
    const blocked = facts(passedOn, { blockedKeys: ['maria@customer.example'] })
    expect(plan(blocked)).toEqual({ code: 'recipient_blocked' })
  })

  test('where a web form says to answer', () => {
    const form = { name: 'Shop', address: 'form@shop.example' }
    const made = plan(facts({ from: form, replyTo: [maria], isFirstOfTicket: true }))
    expect(made.to).toEqual([['maria@customer.example', 'reply-to-of-last']])
  })

  test('the other recipients of a first mail, as copies', () => {
    const made = plan(
      facts({ isFirstOfTicket: true, to: [...last.to, luca], cc: [stranger] }, { knownKeys: [] }),
    )
    expect(made.cc).toEqual([
      ['luca@customer.example', 'to-of-last'],
      ['x@stranger.example', 'cc-of-last'],
    ])
  })

  test('nobody twice, whatever the case', () => {
    const shouting = { name: 'M', address: 'MARIA@customer.example' }
    const made = plan(facts({ isFirstOfTicket: true, to: [luca], cc: [shouting, luca] }))
    expect(made.to).toHaveLength(1)
    expect(made.cc).toEqual([['luca@customer.example', 'to-of-last']])
  })
})

/** A pretended sender who copies himself in would read every answer from then on. */
describe('who is brought in by a later mail', () => {
  test.each(['none', 'pass', 'fail'] as const)(
    'a new copy gets nothing until approved (%s)',
    (authentication) => {
      const mail = facts({ cc: [stranger], authentication })
      expect(plan(mail).cc).toEqual([])
      expect(plan(mail).leftOut).toContainEqual(['x@stranger.example', 'not-yet-part'])
      expect(plan(mail, ['x@stranger.example']).cc).toEqual([['x@stranger.example', 'cc-of-last']])
    },
  )

  test('a new Reply-To is not followed: the sender is answered', () => {
    const made = plan(facts({ replyTo: [stranger] }))
    expect(made.to).toEqual([['maria@customer.example', 'sender-of-last']])
    expect(made.leftOut).toContainEqual(['x@stranger.example', 'not-yet-part'])
  })

  test('a new Reply-To that is let in gets a copy, and the sender still the answer', () => {
    const made = plan(facts({ replyTo: [stranger] }), [stranger.address])
    expect(made.to).toEqual([['maria@customer.example', 'sender-of-last']])
    expect(made.cc).toEqual([['x@stranger.example', 'reply-to-of-last']])
    expect(made.leftOut).toEqual([['support@lume.test', 'own-address']])
  })

  test('each stands with the place where the mail names it', () => {
    const made = planReply(
      facts({ to: [luca], cc: [stranger], replyTo: [{ name: '', address: 'y@z.example' }] }),
    )
    expect(made.ok && made.leftOut.map((one) => [one.address, one.place])).toEqual([
      ['luca@customer.example', 'to'],
      ['x@stranger.example', 'cc'],
      ['y@z.example', 'reply-to'],
    ])
  })

  test('a known participant stays in copy', () => {
    const made = plan(facts({ cc: [luca] }, { knownKeys: ['luca@customer.example'] }))
    expect(made.cc).toEqual([['luca@customer.example', 'cc-of-last']])
  })

  test('a first mail that failed its checks brings nobody in', () => {
    expect(plan(facts({ cc: [stranger], isFirstOfTicket: true, authentication: 'fail' })).cc).toEqual([])
  })
})

describe('who never does', () => {
  test('our own address, with or without a mark', () => {
    const marked = { name: '', address: 'help.lume+k1.2s.aaaaaaaaaaaaaaaaaaaa@in.postino.test' }
    const made = plan(facts({ isFirstOfTicket: true, cc: [marked] }), [marked.address])
    expect(made.cc).toEqual([])
    expect(made.leftOut).toContainEqual([marked.address, 'own-address'])
  })

  test('a blocked sender: there is no reply', () => {
    expect(plan(facts({}, { blockedKeys: ['maria@customer.example'] }))).toEqual({
      code: 'recipient_blocked',
    })
  })

  test('nobody known: there is no reply', () => {
    expect(plan({ ...facts(), last: null, requester: null })).toEqual({ code: 'ticket_has_no_recipient' })
  })
})

describe('the way out', () => {
  const channelOf = (part: Partial<ReplyFacts['channels']>) => {
    const made = planReply(facts({}, { channels: { queue: null, mailbox: null, standard: null, ...part } }))
    return made.ok ? made.channel.name : made.code
  }
  test('the queue says it, else the mailbox, else the standard one', () => {
    const [queue, mailbox, standard] = [channel('queue'), channel('mailbox'), channel('standard')]
    expect(channelOf({ queue, mailbox, standard })).toBe('queue')
    expect(channelOf({ mailbox, standard })).toBe('mailbox')
    expect(channelOf({ standard })).toBe('standard')
    expect(channelOf({})).toBe('no_outgoing_channel')
  })
})

test.each([
  ['Printer', 'Re: Printer'],
  ['Re: Printer', 'Re: Printer'],
  ['R: RE: AW: Printer', 'Re: Printer'],
  ['Regarding: Printer', 'Re: Regarding: Printer'],
])('the subject %s is answered as %s', (subject, answered) => {
  const made = planReply(facts({ subject }))
  expect(made.ok && made.subject).toBe(answered)
})
