import { describe, expect, it } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

/** The text of a mail that says the same twice. */
async function textOf(text: string, html: string): Promise<string> {
  const source = [
    'From: eva@uno.example',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--b--',
  ]
  const mail = await parseMail(Buffer.from(source.join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return mail.text.trim()
}

describe('a text that only says that there is none', () => {
  it.each([
    'Your mail client does not support HTML.',
    'To view this message, please use an HTML compatible e-mail viewer!',
    'Questo messaggio richiede un programma capace di visualizzare HTML.',
    'Diese Nachricht wird nur als HTML angezeigt.',
  ])('%s gives way to the formatted version', async (notice) => {
    const html = '<p>The printer prints no more: call me on 02 123, please.</p>'
    expect(await textOf(notice, html)).toBe('The printer prints no more: call me on 02 123, please.')
  })
})

describe('a text that is one is kept', () => {
  it.each([
    ['Thanks, Eva', '<p>Thanks, <b>Eva</b></p>'],
    ['Hello, all is well here.', '<p>Pay to this account.</p>'],
    ['Ok.', '<p>👍</p>'],
    ['The printer prints no more.', '<p>The <b>printer</b> prints no more.</p><p>Sent by Uno</p>'],
    ['これは印刷できません。よろしく', '<p>これは印刷できません。よろしく</p>'],
    ['Please see the attached picture, thanks a lot.', '<p><img src="cid:1"></p>'],
  ])('%s', async (text, html) => {
    expect(await textOf(text, html)).toBe(text)
  })
})

describe('a text that says something else than the formatted version', () => {
  it.each(['The gate code is seven, bring boots.', 'Only here, folks'])(
    '%s is shown above it',
    async (text) => {
      const html = `<p>${'Our shop is open from Monday to Friday, please knock twice. '.repeat(3)}</p>`
      const shown = await textOf(text, html)
      expect(shown).toMatch(new RegExp(`^${text}\\n`))
      expect(shown).toContain('please knock twice')
    },
  )
})

describe('more than two representations', () => {
  const read = async (kind: string, ...parts: string[]) => {
    const body = parts.map((part) => `--b\r\nContent-Type: ${part}\r\n`).join('')
    const mail = await parseMail(
      Buffer.from(
        `From: eva@uno.example\r\nContent-Type: multipart/${kind}; boundary=b\r\n\r\n${body}--b--\r\n`,
      ),
    )
    if (mail.kind !== 'parsed') throw new Error(mail.reason)
    return { ...mail, text: mail.text.trim() }
  }
  const plain = 'text/plain\r\n\r\nThe printer prints no more.'
  const page = 'text/html\r\n\r\n<p>The printer prints no more.</p>'
  const rich = 'text/enriched\r\n\r\nThe <bold>printer</bold> prints no more.'

  it('shows what a list put below a text and a page as if it were one of them', async () => {
    const { text, html } = await read(
      'alternative',
      plain,
      page,
      'text/plain\r\n\r\nUnsubscribe: https://uno.example',
    )
    expect(text).toBe('The printer prints no more.\nUnsubscribe: https://uno.example')
    expect(html).toContain('Unsubscribe')
  })

  it('names the same text in other words, and does not say that it is shown', async () => {
    const { text, parts } = await read('alternative', plain, 'text/plain\r\n\r\nMy printer prints no more!')
    expect(text).toBe('The printer prints no more.')
    expect(parts.map(({ outcome }) => outcome)).toEqual(['shown', 'named'])
  })

  it('shows two texts that say different things, however many words they share', async () => {
    const { text } = await read(
      'alternative',
      plain,
      'text/plain\r\n\r\nThe printer prints again since Monday.',
    )
    expect(text).toBe('The printer prints no more.\nThe printer prints again since Monday.')
  })

  it('reads the old rich text where it is all there is', async () => {
    expect((await read('alternative', rich)).text).toBe('The printer prints no more.')
    expect((await read('mixed', rich, 'application/pdf\r\n\r\nPDF')).text).toBe('The printer prints no more.')
  })

  it('names the old rich text beside the plain one, and lists it where it is no other form of it', async () => {
    const alternative = await read('alternative', plain, rich)
    expect(alternative.parts.map(({ outcome }) => outcome)).toEqual(['shown', 'named'])
    const mixed = await read('mixed', plain, rich)
    expect(mixed.attachments.map(({ contentType }) => contentType)).toEqual(['text/enriched'])
  })

  it('reads the first text of a mail also where it has a name and is to be shown', async () => {
    const named = 'text/plain; name=body.txt\r\nContent-Disposition: inline; filename=body.txt\r\n\r\n'
    const { text, attachments } = await read('mixed', `${named}first`, `${named}second`)
    expect({ text, files: attachments.length }).toEqual({ text: 'first', files: 1 })
  })
})

describe('a text beside a page', () => {
  it('is shown with it in paragraphs, its blanks kept', async () => {
    const source = [
      'From: eva@uno.example',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/html',
      '',
      '<p>ciao</p>',
      '--b',
      '',
      'Uno Srl',
      '  via Roma   3 <x>',
      '',
      '',
      'https://uno.example/?a=1&b=2',
      '--b--',
    ]
    const mail = await parseMail(Buffer.from(source.join('\r\n')))
    expect(mail.kind === 'parsed' && mail.html).toBe(
      '<p>ciao</p>\n<br/>\n<p>Uno Srl<br/>&nbsp; via Roma&nbsp;&nbsp; 3 &#60;x&#62;</p><p>' +
        '<a href="https://uno.example/?a=1&#38;b=2" target="_blank" rel="noopener noreferrer nofollow">https://uno.example/?a=1&#38;b=2</a></p>',
    )
  })
})
