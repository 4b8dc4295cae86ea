import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { cleanReply, composeReply, type ReplyToCompose } from '@/lib/outbound/compose-reply'
import { readTokens } from '@/lib/outbound/thread-token'
import { headerOf, headersOf } from '../../support/mail-headers'

const key = { id: 'k1', secret: 'secret' }
const tenantId = newId()
const ticketId = newId()
const outboundMailId = newId()
const input: ReplyToCompose = {
  key,
  hostname: 'postino.test',
  tenant: { id: tenantId, name: 'Lume', locale: 'en' },
  ticket: { id: ticketId, number: 12 },
  outboundMailId,
  author: 'Ada',
  from: { name: 'Support', address: 'support@lume.test' },
  to: [{ name: 'Maria', address: 'maria@customer.example' }],
  cc: [],
  creationAddress: 'lume.help@in.postino.test',
  subject: 'Re: Printer',
  body: cleanReply('<p>Turn it <b>off</b> and on.</p>'),
  answered: {
    fromName: 'Maria',
    fromAddress: 'maria@customer.example',
    text: 'It only blinks.',
    at: new Date('2026-11-20T09:00:00Z'),
    messageId: '<second@customer.example>',
  },
  chain: ['<first@customer.example>', 'answer@postino.test', '<second@customer.example>'],
  attachments: [],
  asksForReceipt: false,
  date: new Date('2026-11-21T10:00:00Z'),
}
const compose = async (part: Partial<ReplyToCompose> = {}) => {
  const made = await composeReply({ ...input, ...part })
  return { ...made, raw: Buffer.from(made.bytes).toString('latin1') }
}

describe('the thread of a reply', () => {
  test('its Message-ID, its Reply-To and the first of References lead back to the ticket', async () => {
    const { raw, messageId } = await compose()
    expect(headerOf(raw, 'message-id')).toBe(`<${messageId}>`)
    const references = headerOf(raw, 'references').split(/\s+/)
    const replyTo = /<([^>]+)>/.exec(headerOf(raw, 'reply-to'))?.[1] ?? ''
    const read = readTokens([key], tenantId, [messageId, references[0] ?? '', replyTo])
    expect(read.map((token) => [token.ticketId ?? token.ticketNumber, token.outboundMailId])).toEqual([
      [ticketId, outboundMailId],
      [ticketId, null],
      [12, null],
    ])
  })

  test('it answers the message it quotes, and names the conversation with that one last', async () => {
    const { raw } = await compose()
    expect(headerOf(raw, 'in-reply-to')).toBe('<second@customer.example>')
    expect(headerOf(raw, 'references').split(/\s+/).slice(1)).toEqual([
      '<first@customer.example>',
      '<answer@postino.test>',
      '<second@customer.example>',
    ])
  })

  test('a Message-ID that cannot stand in a mail is left away, and the reply still goes', async () => {
    const answered = { ...input.answered, messageId: `<${'x'.repeat(2_000)}@long.example>` } as const
    const { raw } = await compose({
      answered: { fromName: '', fromAddress: '', text: '', at: input.date, ...answered },
    })
    expect(headersOf(raw).filter((name) => name === 'in-reply-to')).toEqual([])
  })
})

test('a read receipt is asked for only when told to, and comes to where answers come', async () => {
  expect(headersOf((await compose()).raw)).not.toContain('disposition-notification-to')
  const { raw } = await compose({ asksForReceipt: true })
  const [asked, replyTo] = ['disposition-notification-to', 'reply-to'].map((name) => headerOf(raw, name))
  expect(asked).toMatch(/^<.+>$/)
  expect(replyTo).toContain(asked)
  const forwarded = await compose({ asksForReceipt: true, creationAddress: null })
  expect(headerOf(forwarded.raw, 'disposition-notification-to')).toBe('<support@lume.test>')
})

describe('the text of a reply', () => {
  test('has the words twice, as HTML and as plain text, and the answered message below', async () => {
    const { raw } = await compose()
    expect(raw).toContain('Turn it <b>off</b> and on.')
    expect(raw).toContain('Turn it off and on.')
    expect(raw).toContain('\r\n> It only blinks.')
    expect(raw).toContain('blockquote')
  })

  test('scripts, forms and frames of the editor never leave', () => {
    const { html } = cleanReply(
      '<p onclick="x()">a</p><script>b</script><form action="/x"><input></form><iframe>',
    )
    expect(html).not.toMatch(/script|onclick|form|iframe|input/i)
  })

  test('a hostile quoted name cannot become markup', async () => {
    const answered = {
      fromName: '<img src=x>',
      fromAddress: 'm@c.example',
      text: '<b>x',
      at: input.date,
      messageId: null,
    }
    const { raw } = await compose({ answered })
    const html = raw.slice(raw.indexOf('text/html'))
    expect(html).toContain('&#60;img src=3Dx&#62;')
    expect(html).not.toContain('<img')
    expect(html).not.toContain('<b>x')
  })
})

test('nothing a person can type becomes a header or a recipient', async () => {
  const breaks = ['\r\nBcc: evil@x.test', '\nX-Evil: 1', '\u0000', '\u2028X: 1', '\u0085X: 1', '\r']
  const expected = headersOf((await compose()).raw)
  for (const bad of breaks) {
    const { raw, envelope } = await compose({
      subject: `Re: a${bad}`,
      author: `Ada${bad}`,
      from: { name: `Support${bad}`, address: 'support@lume.test' },
      to: [{ name: `Maria${bad}`, address: 'maria@customer.example' }],
      attachments: [],
    })
    expect(headersOf(raw)).toEqual(expected)
    expect(envelope.to).toEqual(['maria@customer.example'])
  }
})
