import { describe, expect, it } from 'vitest'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'

const inner = [
  'From: Eva Rossi <eva@uno.example>',
  'To: ufficio@pec.example',
  'Subject: Ordine',
  'Message-ID: <1@uno.example>',
  '',
  'La stampante non va.',
]

const envelope = (transport: string, title: string, name: string): string =>
  [
    `From: "Per conto di: eva@uno.example" <posta-certificata@gestore.example>`,
    'Reply-To: eva@uno.example',
    'To: ufficio@pec.example',
    `Subject: ${title}: Ordine`,
    'Message-ID: <2@gestore.example>',
    `X-Trasporto: ${transport}`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Messaggio del gestore.',
    '--b',
    `Content-Type: message/rfc822; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    ...inner,
    '--b--',
    '',
  ].join('\n')

describe('what stands in an envelope of certified mail', () => {
  it.each([
    ['posta-certificata', 'POSTA CERTIFICATA', 'postacert.eml'],
    ['errore', 'ANOMALIA MESSAGGIO', 'postacert.eml'],
    ['errore', 'ANOMALIA MESSAGGIO', 'messaggio.eml'],
  ])('%s, "%s", in %s', async (transport, title, name) => {
    const mail = await parseMail(Buffer.from(envelope(transport, title, name)))
    if (mail.kind !== 'parsed') throw new Error(mail.reason)
    expect(mail).toMatchObject({
      from: { address: 'eva@uno.example', name: 'Eva Rossi' },
      subject: 'Ordine',
      messageIds: ['2@gestore.example', '1@uno.example'],
    })
    expect(mail.text.trim()).toBe('La stampante non va.')
    expect(mail.flags).toContain('pec-envelope')
    expect(classify(mail).kind).toBe('human')
  })
})
