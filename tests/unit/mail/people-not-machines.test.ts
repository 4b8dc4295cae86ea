import { describe, expect, it } from 'vitest'
import { generatedAnswer } from '@/lib/mail/answer-signs'
import type { Classification } from '@/lib/mail/classification'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'

/** A mail of these lines, classified. */
async function classified(...lines: readonly string[]): Promise<Classification> {
  const mail = await parseMail(Buffer.from(lines.join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail)
}

const toUs = [
  'To: help@desk.example',
  'Message-ID: <1@uno.example>',
  'Content-Type: text/plain; charset=utf-8',
]

describe('the keeper of a mail system writes as postmaster', () => {
  const from = 'From: Nora <postmaster@uno.example>'

  it.each([
    ['Undelivered Mail Returned to Sender', 'I see this whenever I write to you. What can I do?'],
    ['Delivery Status Notification (Failure)', 'Our users get "550 5.7.1 rejected" from help@desk.example.'],
    [
      'Mail delivery failed',
      'Since Monday your server says: 554 5.7.1 Service unavailable; client host blocked',
    ],
    ['Order', 'Your message could not be delivered? Our users write that it says so.'],
  ])('%s is his question', async (subject, text) => {
    const { kind, mayAutoAnswer } = await classified(from, `Subject: ${subject}`, ...toUs, '', text)
    expect(kind).toBe('human')
    expect(mayAutoAnswer).toBe(false)
  })

  it('a report that he attaches is what he asks about', async () => {
    const { kind } = await classified(...withReport('Blocked?', 'Please unblock us.', 'help@desk.example'))
    expect(kind).toBe('human')
  })

  it('the report of a mail system that names whom a mail did not reach is a bounce, without any other mark', async () => {
    const { kind, bounce } = await classified(
      'From: postmaster@uno.example',
      'Subject: Mail delivery failed: returning message to sender',
      ...toUs,
      '',
      'This message was created automatically by mail delivery software.',
      '',
      'A message that you sent could not be delivered to one or more of its recipients:',
      '',
      '  nobody@due.example',
      '    550 5.1.1 unknown user',
    )
    expect(kind).toBe('bounce')
    expect(bounce?.recipients.map(({ address }) => address)).toEqual(['nobody@due.example'])
  })

  it('a report in a mail of several parts is a bounce where it begins as one', async () => {
    const lines = withReport('Undeliverable: Order', 'Your message was not delivered.', 'nobody@due.example')
    expect((await classified(...lines)).kind).toBe('bounce')
  })

  it('the null sender and the header of Exim stay marks of a machine', async () => {
    const subject = 'Subject: Undelivered Mail Returned to Sender'
    expect((await classified(from, subject, 'Return-Path: <>', ...toUs, '', 'Sorry.')).kind).toBe('bounce')
    const failed = 'X-Failed-Recipients: nobody@due.example'
    expect((await classified(from, subject, failed, ...toUs, '', 'Sorry.')).kind).toBe('bounce')
  })

  function withReport(subject: string, text: string, recipient: string): string[] {
    return [
      from,
      `Subject: ${subject}`,
      'To: help@desk.example',
      'Message-ID: <1@uno.example>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      text,
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.uno.example',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      'Status: 5.7.1',
      '',
      '--b--',
      '',
    ]
  }
})

describe('a mail that somebody has forwarded to us by itself', () => {
  it.each([
    ['Subject: Re: Order', 'In-Reply-To: <1@desk.example>'],
    ['Subject: Order', 'X-Loop: eva@uno.example'],
    ['Subject: Absence : Jean Dupont', 'X-Forwarded-To: help@desk.example'],
  ])('%s is of who wrote it, and is not answered by itself', async (subject, header) => {
    const head = ['From: Eva <eva@uno.example>', subject, header, 'Auto-Submitted: auto-forwarded']
    const { kind, mayAutoAnswer, evidence } = await classified(...head, ...toUs, '', 'I confirm.')
    expect(kind).toBe('human')
    expect(mayAutoAnswer).toBe(false)
    expect(evidence).toContainEqual({ where: 'auto-submitted', value: 'auto-forwarded', rule: 'rfc3834' })
  })

  it('an automatic answer stays one on its way', async () => {
    const head = [
      'From: Eva <eva@uno.example>',
      'Subject: Automatic reply: Order',
      'Auto-Submitted: auto-forwarded',
    ]
    expect((await classified(...head, ...toUs, '', 'I am away.')).kind).toBe('auto-reply')
  })
})

describe('an address behind which nobody reads', () => {
  it.each(['noreply', 'shop-noreply', 'no_reply+17', 'nicht-antworten', 'sympa', 'owner-uno', 'postmaster'])(
    '%s@ is not answered by itself',
    async (local) => {
      const found = await classified(
        `From: Uno <${local}@uno.example>`,
        'Subject: Order',
        ...toUs,
        '',
        'Here it is.',
      )
      expect(found.kind).toBe('human')
      expect(found.mayAutoAnswer).toBe(false)
      expect(found.evidence).toContainEqual({ where: 'from', value: local, rule: 'machine-address' })
    },
  )

  it.each(['noreen.reply', 'reply', 'antworten', 'requests'])('%s@ is', async (local) => {
    const found = await classified(
      `From: Uno <${local}@uno.example>`,
      'Subject: Order',
      ...toUs,
      '',
      'Here it is.',
    )
    expect(found.mayAutoAnswer).toBe(true)
  })
})

describe('an answer that a program says it generated', () => {
  const head = [
    'From: Anna <help@uno.example>',
    'In-Reply-To: <1@desk.example>',
    'Auto-Submitted: auto-generated',
  ]
  const rulesOf = ({ evidence }: Classification) => evidence.map(({ rule }) => rule)

  it.each(['X-Auto-Response-Suppress: All', 'Precedence: bulk', 'X-Mailer: Uno Tickets'])(
    'may be what a person wrote into it (%s)',
    async (mark) => {
      const found = await classified(...head, mark, 'Subject: Re: Order', ...toUs, '', 'Which address is it?')
      expect(rulesOf(found)).toEqual([generatedAnswer])
      expect(found.mayAutoAnswer).toBe(false)
    },
  )

  it.each([
    ['Subject: Out of office: Order', 'X-Mailer: Uno', 'Back on Monday.'],
    ['Subject: Re: Order', 'Return-Path: <>', 'Back on Monday.'],
    ['Subject: Re: Order', 'X-Autoreply: yes', 'Back on Monday.'],
    ['Subject: Re: Order', 'X-Mailer: Uno', 'This is an automatic reply.'],
  ])("is nobody's where anything else says so (%s, %s)", async (subject, mark, text) => {
    const found = await classified(...head, mark, subject, ...toUs, '', text)
    expect(['auto-reply', 'vacation']).toContain(found.kind)
    expect(rulesOf(found)).not.toContain(generatedAnswer)
  })
})

describe('a subject that is the title of an automatic answer and nothing else', () => {
  const from = 'From: Eva <eva@uno.example>'
  const asked = 'How do I switch it on in your product?'
  const answering = 'In-Reply-To: <1@desk.example>'

  it.each(['Out of office message', 'Risposta automatica', 'Automatic reply.', '[Abwesenheitsnotiz]'])(
    '%s is what a question is about',
    async (subject) => {
      expect((await classified(from, `Subject: ${subject}`, ...toUs, '', asked)).kind).toBe('human')
    },
  )

  it.each([
    [answering, asked],
    ['Return-Path: <>', asked],
    ['X-Autoreply: yes', asked],
    ['X-Mailer: Uno', 'I am away until Monday: https://uno.example/?id=1'],
    ['X-Mailer: Uno', 'I am away.\n> How is it done?'],
  ])('is an answer with a mark of a program, or without a question (%s)', async (mark, text) => {
    const { kind } = await classified(from, mark, 'Subject: Out of office', ...toUs, '', text)
    expect(kind).toBe('vacation')
  })
})
