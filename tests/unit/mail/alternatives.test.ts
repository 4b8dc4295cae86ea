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
    'Only here, folks',
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
