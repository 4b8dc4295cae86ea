import { expect, test } from 'vitest'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'

const mario = 'Final-Recipient: rfc822; mario@cliente.example'
const failed = 'Action: failed\nStatus: 5.1.1'

/** A report whose fields are these, about a mail to Mario. @returns "address action status" of each recipient */
async function read(fields: string, type = 'message/delivery-status', text = 'It did not arrive.') {
  const mail = await parseMail(
    Buffer.from(
      'From: MAILER-DAEMON@mx.desk.example\nTo: help@desk.example\nSubject: Undelivered Mail\nMIME-Version: 1.0\n' +
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n' +
        `--b\nContent-Type: text/plain\n\n${text}\n--b\nContent-Type: ${type}\n\n${fields}\n` +
        '--b\nContent-Type: message/rfc822\n\nTo: mario@cliente.example\nSubject: Ordine\n\nCiao\n--b--\n',
    ),
  )
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  const { bounce } = classify(mail)
  return bounce?.recipients.map(({ address, action, status }) => `${address} ${action} ${status}`)
}

const head = 'Reporting-MTA: dns; mx.desk.example'

test.each([
  ['has no type', `${head}\n\nFinal-Recipient: mario@cliente.example\n${failed}`],
  ['stands in brackets', `${head}\n\nFinal-Recipient: RFC822; <mario@cliente.example>\n${failed}`],
  ['has its type twice', `${head}\n\nFinal-Recipient: rfc822;rfc822; mario@cliente.example\n${failed}`],
  ['is written as a link', `${head}\n\nFinal-Recipient: rfc822; mailto:mario@cliente.example\n${failed}`],
  ['has blanks before the colons', `${head}\n\nFinal-Recipient : rfc822 ; mario@cliente.example\n${failed}`],
  [
    'is an entry of a directory',
    `${head}\n\nFinal-Recipient: rfc822;IMCEAEX-_O=A_CN=M@cliente.example\n${failed}`,
  ],
  ['is no address at all', `${head}\n\nFinal-Recipient: x400; /dda:x/\n${failed}`],
  ['stands in the same block as the server', `${head}\n${mario}\n${failed}`],
  ['is told twice', `${head}\n\n${mario}\n${failed}\n\n${mario.replace('mario', 'MARIO')}\n${failed}`],
])('a recipient that %s is the one we wrote to', async (_, fields) => {
  expect(await read(fields)).toEqual(['mario@cliente.example failed 5.1.1'])
})

test('a plus sign that was left in code is a plus sign, and one that may be a name stays', async () => {
  const report = (original: string, final: string) =>
    `${head}\n\nOriginal-Recipient: rfc822;${original}\nFinal-Recipient: rfc822; ${final}\n${failed}`
  expect(await read(report('mario+2Btag@cliente.example', 'mario+tag@cliente.example'))).toEqual([
    'mario+tag@cliente.example failed 5.1.1',
  ])
  expect(await read(report('info+2B@cliente.example', 'mario@interno.example'))).toEqual([
    'info+2B@cliente.example failed 5.1.1',
  ])
})

test('a letter outside of ASCII in code is that letter', async () => {
  expect(await read(`${head}\n\nFinal-Recipient: utf-8; j\\x{F6}rg@cliente.example\n${failed}`)).toEqual([
    'jörg@cliente.example failed 5.1.1',
  ])
})

test.each([
  ['Status: 5.1.1', 'failed 5.1.1'],
  ['Action: failure\nStatus: 5.1.1', 'failed 5.1.1'],
  ['Action: transient\nStatus: 4.4.1', 'delayed 4.4.1'],
  ['Status: 550\nDiagnostic-Code: smtp; 550 no', 'failed 5.0.0'],
])('a report with "%s" instead of an action tells by its code what happened', async (fields, told) => {
  expect(await read(`${head}\n\n${mario}\n${fields}`)).toEqual([`mario@cliente.example ${told}`])
})

test.each(['application/octet-stream; name=ATT1.dat', 'text/plain; name=details.txt'])(
  'fields that are called %s are still those of a report',
  async (type) => {
    expect(await read(`${head}\n\n${mario}\n${failed}`, type)).toEqual(['mario@cliente.example failed 5.1.1'])
  },
)

test('a filter that refuses by a notification of deletion is a bounce and no receipt', async () => {
  const notification = (text: string) =>
    Buffer.from(
      'From: Mail Delivery Subsystem <postmaster@cliente.example>\nTo: help@desk.example\nSubject: Rejected: Ordine\n' +
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n' +
        `--b\nContent-Type: text/plain\n\n${text}\n--b\nContent-Type: message/disposition-notification\n\n` +
        'Final-Recipient: rfc822; mario@cliente.example\nDisposition: automatic-action/MDN-sent-automatically; deleted\n--b--\n',
    )
  const kindOf = async (text: string) => {
    const mail = await parseMail(notification(text))
    if (mail.kind !== 'parsed') throw new Error(mail.reason)
    const { kind, bounce } = classify(mail)
    return [kind, bounce?.recipients.map(({ address }) => address)]
  }
  expect(
    await kindOf('Your message to <mario@cliente.example> was automatically rejected:\nQuota exceeded'),
  ).toEqual(['bounce', ['mario@cliente.example']])
  expect(await kindOf('The message was deleted unread.')).toEqual(['receipt', undefined])
})

/** A report with these fields, about a mail whose header is this. @returns "address alias status" */
async function readNames(fields: string, returned: string, text = 'It did not arrive.') {
  const mail = await parseMail(
    Buffer.from(
      'From: MAILER-DAEMON@mx.desk.example\nTo: help@desk.example\nSubject: Undelivered Mail\nMIME-Version: 1.0\n' +
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n' +
        `--b\nContent-Type: text/plain\n\n${text}\n--b\nContent-Type: message/delivery-status\n\n${fields}\n` +
        `--b\nContent-Type: message/rfc822\n\n${returned}\nSubject: Ordine\n\nCiao\n--b--\n`,
    ),
  )
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail).bounce?.recipients.map(
    ({ address, alias, status }) => `${address} ${alias} ${status}`,
  )
}

test.each([
  ['Original-Recipient: rfc822;mario@cliente.example\nFinal-Recipient: rfc822;m77@interno.example'],
  ['Final-Recipient: rfc822; mario@cliente.example\nX-Actual-Recipient: rfc822; m77@interno.example'],
])('a mail that was passed on is known by both addresses: %s', async (names) => {
  expect(await readNames(`${head}\n\n${names}\n${failed}`, 'To: mario@cliente.example')).toEqual([
    'mario@cliente.example m77@interno.example 5.1.1',
  ])
})

test.each([
  ['Final-Recipient: rfc822;\nAction: failed\nStatus: 5.2.2', 'To: mario@cliente.example'],
  ['Action: failed\nStatus: 5.2.2', 'To: undisclosed-recipients:;\nX-Original-To: mario@cliente.example'],
  ['Final-Recipient: rfc822; <>\nAction: failed\nStatus: 5.2.2', 'Cc: mario@cliente.example'],
])('fields without a name (%s) are about whom the mail was for (%s)', async (fields, returned) => {
  expect(await readNames(`${head}\n\n${fields}`, returned)).toEqual(['mario@cliente.example undefined 5.2.2'])
})

test('fields without a name are about whom the words above them name', async () => {
  const fields = `${head}\n\nAction: failed\nStatus: 5.2.2`
  const to = 'To: anna@cliente.example, mario@cliente.example'
  expect(await readNames(fields, to, '<mario@cliente.example>:\nNot delivered.')).toEqual([
    'mario@cliente.example undefined 5.2.2',
  ])
})

test('of several whom the mail was for an entry of a directory is the one called like it', async () => {
  const entry = 'Final-Recipient: rfc822;IMCEAEX-_O=A_OU=F_CN=RECIPIENTS_CN=MARIO@cliente.example'
  const to = 'To: Anna <anna@cliente.example>, Mario <mario@cliente.example>'
  expect(await readNames(`${head}\n\n${entry}\n${failed}`, to)).toEqual([
    'mario@cliente.example undefined 5.1.1',
  ])
})
