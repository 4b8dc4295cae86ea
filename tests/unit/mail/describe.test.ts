import { expect, test } from 'vitest'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'

async function parentsOf(headers: string): Promise<readonly string[]> {
  const mail = await parseMail(Buffer.from(`${headers}\r\n\r\ntext\r\n`))
  if (mail.kind !== 'parsed') throw new Error(mail.detail)
  return describeMail(mail).parentIds
}

test('the address of who is answered is no parent, whatever an old mailer calls it', async () => {
  const headers = 'From: eva@uno.example\r\nTo: Rosa <Rosa@due.example>\r\nMessage-ID: <b@uno.example>\r\n'
  const answered = 'In-Reply-To: Your message of Monday <rosa@due.example> <a@due.example>'
  expect(await parentsOf(headers + answered)).toEqual(['a@due.example'])
  expect(await parentsOf(`${headers}In-Reply-To: rosa@due.example`)).toEqual([])
})

test('what is answered comes first, then its ancestors, the nearest before the others, each once', async () => {
  const headers = 'In-Reply-To: <c@x.example>\r\nReferences: <a@x.example> <b@x.example> <c@x.example>'
  expect(await parentsOf(headers)).toEqual(['c@x.example', 'b@x.example', 'a@x.example'])
})

test('a mail is not its own parent', async () => {
  expect(await parentsOf('Message-ID: <a@x.example>\r\nReferences: <a@x.example>')).toEqual([])
})
