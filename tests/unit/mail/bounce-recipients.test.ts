import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'

async function recipientsOf(bytes: Uint8Array): Promise<string[]> {
  const mail = await parseMail(bytes)
  if (mail.kind !== 'parsed') throw new Error('not parsed')
  return classify(mail).bounce?.recipients.map(({ address, status }) => `${address} ${status}`) ?? []
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/mail/${name}.eml`, import.meta.url))

const told = (text: string) =>
  Buffer.from(
    `From: MAILER-DAEMON@mx.example\nTo: help@desk.example\nSubject: Undelivered Mail Returned to Sender\n\n${text}`,
  )

test.each(['bounce-dsn-two-recipients-without-a-blank-line', 'bounce-answers-of-sendmail-alone'])(
  'every recipient of %s is named with the answer given for them',
  async (name) => {
    expect(await recipientsOf(fixture(name))).toEqual([
      'nessuno@cliente.example 5.1.1',
      'piena@cliente.example 5.2.2',
    ])
  },
)

test.each([
  ['a numbered list', 'The mail did not arrive at:\n1. mario@cliente.example\n2. anna@cliente.example\n'],
  ['a plain list', 'Undeliverable message\nRecipients:\n  mario@cliente.example\n  anna@cliente.example\n'],
])('every recipient of %s is named', async (_, text) => {
  expect(await recipientsOf(told(text))).toEqual(['mario@cliente.example null', 'anna@cliente.example null'])
})

test.each([
  ['an X.400 address', 'could not be reached:\n c=US;a= ;p=F;o=S;dda:SMTP=mario@cliente.example; on Wed\n'],
  ['a quotation mark of typewriters', "could not be delivered to mailbox `mario@cliente.example'.\n"],
])('the recipient inside %s is named without it', async (_, text) => {
  expect(await recipientsOf(told(text))).toEqual(['mario@cliente.example null'])
})

test.each([
  ['stars', 'Could not deliver to:\n *mario@cliente.example*\n'],
  ['a table', '| Recipient | Error |\n|---|---|\n| mario@cliente.example | unknown |\n'],
  [
    'a sentence with whom to ask',
    'The mail to mario@cliente.example failed. Questions: info@cliente.example\n',
  ],
  ['the line of a log', 'A1: to=<mario@cliente.example>, relay=mx, status=bounced (unknown user)\n'],
  [
    'a directory that is no domain',
    'was not delivered to:\n Rossi/C@C\nbecause <mario@cliente.example> failed\n',
  ],
  [
    'a user without a domain',
    'User unknown: mario\n\n----- Original message -----\nTo: Mario <mario@cliente.example>, eva@cliente.example\n',
  ],
])('the one recipient of %s is named, and nobody else', async (_, text) => {
  expect(await recipientsOf(told(text))).toEqual(['mario@cliente.example null'])
})

test.each([
  'The mail to mario@cliente.example, anna@cliente.example and eva@cliente.example failed.\n',
  'Recipients: mario@cliente.example; anna@cliente.example; eva@cliente.example\n',
])('all that one sentence names are named: %s', async (text) => {
  expect(await recipientsOf(told(text))).toEqual([
    'mario@cliente.example null',
    'anna@cliente.example null',
    'eva@cliente.example null',
  ])
})

test('a page names a recipient by a link', async () => {
  const page = told(
    '<p>It did not reach <a href="mailto:mario@cliente.example">Mario Rossi</a>.</p>',
  ).toString()
  const mail = page.replace('\n\n', '\nContent-Type: text/html\n\n')
  expect(await recipientsOf(Buffer.from(mail))).toEqual(['mario@cliente.example null'])
})

test('a report whose own text names nobody is about whom the report inside it names', async () => {
  expect(await recipientsOf(fixture('bounce-report-inside-a-report'))).toEqual([
    'nessuno@cliente.example 5.1.1',
  ])
})

test('an answer goes on in a line without a blank, and stands in brackets where there is no other', async () => {
  const mail = await parseMail(fixture('bounce-dsn-answer-broken-and-in-brackets'))
  if (mail.kind !== 'parsed') throw new Error('not parsed')
  expect(classify(mail).bounce?.recipients.map(({ diagnostic }) => diagnostic)).toEqual([
    '550 the account 5.1.1 is not here, see https://mail.example/help',
    'mailbox over quota',
  ])
})

test('a mail to ourselves that did not arrive names ourselves', async () => {
  const report = told('The mailbox of help@desk.example is over its limit.\n').toString()
  expect(await recipientsOf(Buffer.from(report.replaceAll('help@', 'ordini@')))).toEqual([
    'ordini@desk.example null',
  ])
})

test('users of the reporting provider who are listed by the part before the @ alone are named with its domain', async () => {
  const report = told(
    'Your mail to the following recipients was not accepted\nfrom help@desk.example:\n\tmario77\n\tanna\n',
  )
  const toUs = report.toString().replaceAll('help@', 'ordini@')
  expect(await recipientsOf(Buffer.from(toUs))).toEqual(['mario77@mx.example null', 'anna@mx.example null'])
})

test('a name that no mail can be sent to is told as it stands', async () => {
  const mail = await parseMail(told('<mario@#cliente.example>:\nNo such host.\n'))
  if (mail.kind !== 'parsed') throw new Error('not parsed')
  const [one] = classify(mail).bounce?.recipients ?? []
  expect([one?.address, one?.reported]).toEqual([null, 'mario@#cliente.example'])
})

test.each([
  ['Destinatario: mario@cliente.example\nMotivo: casella piena\n'],
  ['Адресат: mario@cliente.example\nОшибка: ящик переполнен\n'],
  ['Could not be delivered to: mario @ cliente.example\n'],
])('the recipient of "%s" is named', async (text) => {
  expect(await recipientsOf(told(text))).toEqual(['mario@cliente.example null'])
})

test.each([
  [
    'a heading',
    'It was delivered to:\n anna@cliente.example\n\nIt could not be delivered to:\n mario@cliente.example\n',
  ],
  [
    'each line',
    'anna@cliente.example; Delivered; 2.0.0\nmario@cliente.example; Failed; the mailbox is full\n',
  ],
])(
  'of those whom a list of results names, only who did not get the mail counts, as %s says',
  async (_, text) => {
    const mail = await parseMail(told(text))
    if (mail.kind !== 'parsed') throw new Error('not parsed')
    const failed = classify(mail).bounce?.recipients.filter(({ action }) => action === 'failed')
    expect(failed?.map(({ address }) => address)).toEqual(['mario@cliente.example'])
  },
)

test('where the text names nobody, the title may', async () => {
  const report = told('Sorry, there is no such user.\n').toString()
  const titled = report.replace(/^Subject: .*$/m, 'Subject: Undeliverable mail to mario@cliente.example')
  expect(await recipientsOf(Buffer.from(titled))).toEqual(['mario@cliente.example null'])
})

test('a list in one line with numbers names all', async () => {
  expect(
    await recipientsOf(told('1) mario@cliente.example, 2) anna@cliente.example\nNot delivered.\n')),
  ).toEqual(['mario@cliente.example null', 'anna@cliente.example null'])
})
