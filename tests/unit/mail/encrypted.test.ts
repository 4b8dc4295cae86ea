import { describe, expect, it } from 'vitest'
import { parseMail } from '@/lib/mail/parse'
import type { ParsedMail } from '@/lib/mail/types'

async function parsed(type: string, ...body: readonly string[]): Promise<ParsedMail> {
  const head = ['From: eva@uno.example', 'Subject: x', 'MIME-Version: 1.0', `Content-Type: ${type}`]
  const mail = await parseMail(Buffer.from([...head, ...body].join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return mail
}

const file = (type: string, name: string) => [
  '--b',
  `Content-Type: ${type}`,
  `Content-Disposition: attachment; filename="${name}"`,
  'Content-Transfer-Encoding: base64',
  '',
  'MIIBAgMEBQYH',
]
const text = (words: string) => ['--b', 'Content-Type: text/plain', '', words]
const mixed = 'multipart/mixed; boundary=b'
const secret = 'application/pkcs7-mime; smime-type=enveloped-data'

describe('a mail that cannot be read without a key', () => {
  it('is the one whose text is the secret, in S/MIME', async () => {
    const head = ['Content-Transfer-Encoding: base64', '', 'MIIBAgMEBQYH']
    expect((await parsed(`${secret}; name=smime.p7m`, ...head)).flags).toContain('encrypted')
  })

  it('is the one whose text is the secret, in PGP', async () => {
    const parts = [
      '',
      '--b',
      'Content-Type: application/pgp-encrypted',
      '',
      'Version: 1',
      ...file('application/octet-stream', 'encrypted.asc'),
      '--b--',
    ]
    expect(
      (await parsed('multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b', ...parts)).flags,
    ).toContain('encrypted')
  })

  it('stays one below which a list writes its note', async () => {
    const mail = await parsed(
      mixed,
      '',
      ...file(secret, 'smime.p7m'),
      ...text('To leave the list, write to us.'),
      '--b--',
    )
    expect(mail.flags).toContain('encrypted')
  })
})

describe('a mail that can be read is not called encrypted', () => {
  it.each([
    ['an invoice that somebody signed', 'application/pkcs7-mime', 'IT01234567890_00001.xml.p7m'],
    ['an encrypted file', secret, 'smime.p7m'],
    ['a key of PGP', 'application/pgp-encrypted', 'version.txt'],
  ])('beside %s', async (_, type, name) => {
    const mail = await parsed(mixed, '', ...text('Here is the file.'), ...file(type, name), '--b--')
    expect(mail.flags).not.toContain('encrypted')
    expect(mail.attachments.map((one) => one.fileName)).toEqual([name])
    expect(mail.text.trim()).toBe('Here is the file.')
  })

  it('when it is nothing but a signed file', async () => {
    const mail = await parsed(mixed, '', ...file('application/pkcs7-mime', 'deed.pdf.p7m'), '--b--')
    expect(mail.flags).not.toContain('encrypted')
    expect(mail.attachments.map((one) => one.fileName)).toEqual(['deed.pdf.p7m'])
  })

  it('when an encrypted mail is attached to it', async () => {
    const attached = [
      '--b',
      'Content-Type: message/rfc822',
      '',
      'From: a@uno.example',
      `Content-Type: ${secret}`,
      '',
      'MIIB',
    ]
    const mail = await parsed(mixed, '', ...attached, ...text('See there.'), '--b--')
    expect(mail.flags).not.toContain('encrypted')
  })
})
