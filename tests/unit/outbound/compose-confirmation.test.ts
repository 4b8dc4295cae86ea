import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { composeConfirmation } from '@/lib/outbound/compose-confirmation'
import { readTokens } from '@/lib/outbound/thread-token'
import { headerOf } from '../../support/mail-headers'

const key = { id: 'k1', secret: 'secret' }
const tenantId = newId()
const ticketId = newId()
const compose = async (locale: string) => {
  const made = await composeConfirmation({
    key,
    hostname: 'postino.test',
    tenant: { id: tenantId, name: 'Lume', locale },
    ticket: { id: ticketId, number: 12 },
    outboundMailId: newId(),
    from: { name: 'Support', address: 'support@lume.test' },
    creationAddress: 'lume.help@in.postino.test',
    to: 'maria@customer.example',
    inReplyTo: 'first@customer.example',
    date: new Date('2026-11-21T10:00:00Z'),
  })
  return { ...made, raw: Buffer.from(made.bytes).toString('latin1') }
}

describe('a confirmation', () => {
  test('says that a machine wrote it, and comes from the null sender', async () => {
    const { raw, envelope } = await compose('en')
    expect(headerOf(raw, 'auto-submitted')).toBe('auto-replied')
    expect(headerOf(raw, 'x-auto-response-suppress')).toBe('All')
    expect(headerOf(raw, 'precedence')).toBe('bulk')
    expect(envelope).toEqual({ from: '', to: ['maria@customer.example'] })
  })

  test('carries the thread, so that an answer to it lands in the ticket', async () => {
    const { raw, messageId } = await compose('en')
    const [rootId = ''] = headerOf(raw, 'references').split(/\s+/)
    const replyTo = /<([^>]+)>/.exec(headerOf(raw, 'reply-to'))?.[1] ?? ''
    const read = readTokens([key], tenantId, [messageId, rootId, replyTo])
    expect(read.map((token) => token.ticketId ?? token.ticketNumber)).toEqual([ticketId, ticketId, 12])
    expect(headerOf(raw, 'in-reply-to')).toBe('<first@customer.example>')
  })

  test.each([
    ['en', 'We received your message (#12)'],
    ['it', 'Abbiamo ricevuto il tuo messaggio (n. 12)'],
    ['xx', 'We received your message (#12)'],
  ])('speaks the language of the tenant: %s', async (locale, subject) => {
    expect(headerOf((await compose(locale)).raw, 'subject')).toBe(subject)
  })

  test('in French it is not English', async () => {
    expect((await compose('fr')).raw).toContain('ticket n=C2=B0 12')
  })
})
