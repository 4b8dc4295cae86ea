import { describe, expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

const head = 'From: Eva <eva@uno.example>\nSubject: Ordine\nMIME-Version: 1.0\n'

async function read(mail: string) {
  const read = await parseMail(Buffer.from(mail))
  if (read.kind !== 'parsed') throw new Error(read.reason)
  return read
}

describe('a mail of parts that does not say so', () => {
  const parts =
    '--b1\nContent-Type: text/plain\n\nciao\n--b1\nContent-Type: application/pdf; name=a.pdf\n\nPDF\n--b1--\n'

  test.each([
    ['a plain text with a boundary', 'Content-Type: text/plain; boundary=b1\n'],
    ['half a type', 'Content-Type: mixed; boundary=b1\n'],
    ['a type that nobody knows', 'Content-Type: application/x-uno; boundary=b1\n'],
    ['two types', 'Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b1\n'],
    ['no type', ''],
    ['plain text', 'Content-Type: text/plain; charset=utf-8\n'],
  ])('%s: they are read', async (_, fields) => {
    const { text, attachments } = await read(`${head}${fields}\n${parts}`)
    expect([text.trim(), attachments.map(({ fileName }) => fileName)]).toEqual(['ciao', ['a.pdf']])
  })

  test('a text that shows such a mail is a text', async () => {
    const { text, attachments } = await read(`${head}\nthis is what came:\n${parts}`)
    expect([text.includes('--b1\nContent-Type: text/plain'), attachments.length]).toEqual([true, 0])
  })

  test('a part that repeats the boundary around it is one part', async () => {
    const part = 'Content-Type: text/plain; boundary=b\n\n'
    const { text } = await read(
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}primo\n--b\n${part}secondo\n--b--\n`,
    )
    expect(text.split(/\s+/).filter(Boolean)).toEqual(['primo', 'secondo'])
  })
})

test('a multipart that goes on behind the end of the one around it loses no part', async () => {
  const { text } = await read(
    `${head}Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nprimo\n--a--\n--b\n\nsecondo\n--b--\n`,
  )
  expect(text.split(/\s+/).filter(Boolean)).toEqual(['primo', 'secondo'])
})
