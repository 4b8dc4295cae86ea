import { describe, expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

const head = 'From: Eva <eva@uno.example>\nSubject: Ordine\nMessage-ID: <1@uno.example>\nMIME-Version: 1.0\n'

async function read(mail: string) {
  const read = await parseMail(Buffer.from(mail))
  if (read.kind !== 'parsed') throw new Error(read.reason)
  return read
}

describe('what stands above the first field', () => {
  test.each([
    ['a quote of a script', '"\n'],
    ['a session with the server', 'HELO uno.example\nMAIL FROM:<eva@uno.example>\nDATA\n'],
    ['the command that sent it', '| /usr/bin/inject\n'],
    ['a delimiter', '--b\n'],
  ])('%s is no end of the header', async (_, junk) => {
    const { from, subject, text } = await read(`${junk}${head}\nciao\n`)
    expect([from?.address, subject, text.trim()]).toEqual(['eva@uno.example', 'Ordine', 'ciao'])
  })

  test('a text without a header that quotes the head of another mail has no sender', async () => {
    const { from, text } = await read(
      'see below\nFrom: Eva <eva@uno.example>\nSubject: x\nTo: y@due.example\n\nz',
    )
    expect(from).toBeNull()
    expect(text).toContain('see below')
  })
})

describe('a multipart inside another', () => {
  test.each(['multipart/mixed', 'multipart/alternative; boundary=nowhere', 'multipart/x; boundary=""'])(
    '%s that has no delimiter of its own is one text',
    async (type) => {
      const { text, attachments } = await read(
        `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: ${type}\n\nprimo\n--b\n\nsecondo\n--b--\n`,
      )
      expect([text.split(/\s+/).filter(Boolean), attachments.length]).toEqual([['primo', 'secondo'], 0])
    },
  )
})
