import { describe, expect, it } from 'vitest'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'
import { readCertificate } from '@/lib/mail/pec-certificate'
import type { MailAttachment } from '@/lib/mail/types'

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

describe('what a receipt of certified mail says', () => {
  const certificate = (inside: string) => ({ attachments: [certificatePart(inside)] })

  it('names the copy, the provider and the reason, with its entities undone', () => {
    const found = readCertificate(
      certificate(
        '<postacert tipo="errore-consegna"><dati><gestore-emittente>A &amp; B</gestore-emittente>' +
          '<consegna>eva@uno.example</consegna><errore-esteso>5.1.1 &lt;eva&gt;</errore-esteso></dati></postacert>',
      ),
    )
    expect(found).toEqual({
      type: 'errore-consegna',
      provider: 'A & B',
      messageId: '',
      recipient: 'eva@uno.example',
      detail: '5.1.1 <eva>',
    })
  })

  it.each([
    ['UTF-8', Buffer.from('<dati><gestore-emittente>Società</gestore-emittente></dati>', 'utf8')],
    ['Latin-1', Buffer.from('<dati><gestore-emittente>Società</gestore-emittente></dati>', 'latin1')],
  ])('in %s', (_, bytes) => {
    expect(readCertificate({ attachments: [{ ...certificatePart(''), bytes }] }).provider).toBe('Società')
  })
})

const certificatePart = (text: string): MailAttachment => ({
  ...{ index: 0, path: '2', fileName: 'daticert.xml', declaredName: 'DatiCert.xml', contentId: null },
  ...{ contentType: 'application/xml', disposition: 'attachment', kind: 'file', sizeBytes: 0, sha256: '' },
  bytes: Buffer.from(text),
})
