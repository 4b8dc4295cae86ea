import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readForwarded } from '@/lib/mail/forwarded'
import type { ForwardedMail } from '@/lib/mail/forwarded-mail'
import { parseMail } from '@/lib/mail/parse'
import { readQuotedDate } from '@/lib/mail/quoted-date'
import { readReply } from '@/lib/mail/reply'
import type { MailAddress } from '@/lib/mail/types'
import { headerBlocks } from './attributions'
import { type ExpectedForward, forwards } from './forwards-table'

const folder = 'tests/fixtures/mail/forwarded'

async function readFixture(file: string) {
  const mail = await parseMail(readFileSync(file))
  if (mail.kind !== 'parsed') throw new Error(`${file} is unreadable: ${mail.reason}`)
  return mail
}

const written = ({ name, address }: MailAddress): string => `${name} <${address}>`.trim()

function shown(mail: ForwardedMail): ExpectedForward {
  const cc = mail.cc.map(written)
  return {
    from: mail.from === null ? '' : written(mail.from),
    subject: mail.subject,
    date: mail.date?.toISOString() ?? null,
    to: mail.to.map(written),
    ...(cc.length === 0 ? {} : { cc }),
    body: mail.body,
    note: mail.note,
    confidence: mail.confidence,
    ...(mail.inner?.from ? { inner: written(mail.inner.from) } : {}),
  }
}

const plain = (subject: string, text: string) =>
  readForwarded({
    subject,
    text,
    html: null,
    attachments: [],
    contentType: 'text/plain',
    inReplyTo: [],
    references: [],
  })

describe('our own forwarded mails', () => {
  it('every mail in the folder has its row, and every row its mail', () => {
    const names = readdirSync(folder).map((file) => file.slice(0, -'.eml'.length))
    expect(Object.keys(forwards).toSorted()).toEqual(names.toSorted())
  })

  it.each(Object.entries(forwards))('%s is read as the table says', async (name, expected) => {
    const forwarded = readForwarded(await readFixture(`${folder}/${name}.eml`))
    expect(forwarded === null ? null : shown(forwarded)).toEqual(expected)
  })

  it.each(
    Object.entries(forwards).filter(([, expected]) => expected !== null && expected.confidence !== 'low'),
  )('%s says by what it was recognised', async (name) => {
    const forwarded = readForwarded(await readFixture(`${folder}/${name}.eml`))
    expect(forwarded?.evidence.map((one) => one.value).every((value) => value !== '')).toBe(true)
    expect(forwarded?.evidence.length).toBeGreaterThan(0)
  })
})

describe('a mail attached as a file', () => {
  it('is exact: sender, date and subject come from its own header', async () => {
    const mail = await readFixture('tests/fixtures/mail/forward-as-attachment-base64.eml')
    expect(readForwarded(mail)).toMatchObject({ how: 'attached', confidence: 'high', isZoneKnown: true })
  })

  it('holds another one, which is read as well', async () => {
    const mail = await readFixture('tests/fixtures/mail/forward-as-attachment-nested-twice.eml')
    const outer = readForwarded(mail)
    expect(outer?.evidence[0]).toMatchObject({ where: 'part 2', rule: 'attached-message' })
    expect(outer?.inner?.evidence[0]).toMatchObject({ where: 'part 2/3', rule: 'attached-message' })
  })

  it('is no forward when a mail server reports', async () => {
    expect(readForwarded(await readFixture('tests/fixtures/mail/bounce-dsn-failed.eml'))).toBeNull()
  })
})

describe('the same in every language of the header blocks', () => {
  const blocks = Object.entries(headerBlocks)

  it.each(blocks)('%s below a forwarding mark', (_, block) => {
    const text = `Please take this.\n\n---------- Forwarded message ---------\n${block.join('\n')}\n\nIt is broken.`
    const forwarded = plain('Something', text)
    expect(forwarded?.from?.address).toBe('help@desk.example')
    expect(forwarded).toMatchObject({ note: 'Please take this.', body: 'It is broken.', confidence: 'high' })
  })

  it.each(blocks)('%s alone, under a subject that says forwarded', (_, block) => {
    const subject =
      block
        .at(-1)
        ?.split(/[:：]\s?/)
        .at(-1)
        ?.replace(/^\*/, '') ?? ''
    const forwarded = plain(
      `Fwd: ${subject}`,
      `________________________________\n${block.join('\n')}\n\nIt is broken.`,
    )
    expect(forwarded?.from?.address).toBe('help@desk.example')
    expect(forwarded).toMatchObject({ note: '', body: 'It is broken.', confidence: 'high' })
  })

  it.each(blocks)('%s under a reply is a quote and no forward', (_, block) => {
    expect(plain('Re: Order', `Thanks.\n\n${block.join('\n')}\n\nIt is broken.`)).toBeNull()
  })
})

describe('what a forward does to the reading of replies', () => {
  it('all of it stays visible, also when only the mark says so', async () => {
    const text =
      'Please take this.\n\n---------- Forwarded message ---------\nFrom: Eva <eva@uno.example>\nTo: x\n\nBroken.'
    expect(readReply({ text, html: null }, { isForward: false }).text.visible).toBe(text)
  })
})

describe('dates as clients print them', () => {
  it.each([
    ['Monday, March 2, 2026 9:12 AM', '2026-03-02T09:12'],
    ['lunedì 2 marzo 2026 21:12', '2026-03-02T21:12'],
    ['mardi 2 novembre 2021, 09:26:50 UTC+1', '2021-11-02T08:26'],
    ['martes, 2 de noviembre de 2021, 09:26', '2021-11-02T09:26'],
    ['Montag, 2. März 2026 um 09:12:00 MEZ', '2026-03-02T08:12'],
    ['2. července 2026 9:12', '2026-07-02T09:12'],
    ['2 lipca 2026 09:12', '2026-07-02T09:12'],
    ['2. srpnja 2026. 9:12', '2026-07-02T09:12'],
    ['2. srpna 2026 9:12', '2026-08-02T09:12'],
    ['2 Temmuz 2026 09:12', '2026-07-02T09:12'],
    ['2026. március 2. 9:12', '2026-03-02T09:12'],
    ['2 марта 2026 г., 9:12 +03:00', '2026-03-02T06:12'],
    ['2026年3月2日 9:12', '2026-03-02T09:12'],
    ['2026년 3월 2일 9:12', '2026-03-02T09:12'],
    ['2026년 3월 2일 월요일 오후 9:12', '2026-03-02T21:12'],
    ['02.03.2026 09:12', '2026-03-02T09:12'],
    ['28/10/2021 12:46', '2021-10-28T12:46'],
    ['10/28/2021 4:52 PM EST', '2021-10-28T21:52'],
    ['2026-03-02 09:12:00', '2026-03-02T09:12'],
    ['9:12 Poniedziałek 2026-03-02', '2026-03-02T09:12'],
    ['2-mar-2026 9.12', '2026-03-02T09:12'],
    ['pirmdiena, 2026. gada 2. marts 09:12', '2026-03-02T09:12'],
    ['٢ مارس ٢٠٢٦ ٩:١٢ م', '2026-03-02T21:12'],
    ['دوشنبه ۲ مارس ۲۰۲۶ ۰۹:۱۲', '2026-03-02T09:12'],
    ['יום שני, 2 במרץ 2026 בשעה 9:12', '2026-03-02T09:12'],
    ['सोमवार, 2 मार्च 2026 09:12', '2026-03-02T09:12'],
    ['2 มีนาคม 2569 เวลา 9:12', '2026-03-02T09:12'],
    ['lúc 09:12 2 tháng 3, 2026', '2026-03-02T09:12'],
  ])('%s', (text, expected) => {
    expect(readQuotedDate(text)?.at.toISOString().slice(0, 16)).toBe(expected)
  })

  it('where the words around it are of a language that writes the day first', () => {
    expect(readQuotedDate('03/04/2026 09:12', true)?.at.toISOString().slice(0, 10)).toBe('2026-04-03')
    expect(readQuotedDate('03/14/2026 09:12', true)?.at.toISOString().slice(0, 10)).toBe('2026-03-14')
  })

  it.each(['03/04/2026 09:12', 'yesterday', '', '99 March 2026', '31 31 31'])('%s is not guessed', (text) => {
    expect(readQuotedDate(text)).toBeNull()
  })
})
