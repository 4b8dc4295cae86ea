import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readBinHex } from '@/lib/mail/binhex'
import { crc16 } from '@/lib/mail/crc16'
import { readAppleFile } from '@/lib/mail/mac-file'
import { parseMail } from '@/lib/mail/parse'

async function read(name: string) {
  const mail = await parseMail(readFileSync(`tests/fixtures/mail/${name}.eml`))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return mail
}

const everyByte = [
  ...Array.from({ length: 256 }, (_, k) => k),
  ...Array(5).fill(0x90),
  ...Array(300).fill(0x7a),
]

test.each([
  ['binhex-attachment', [...everyByte, 0x90]],
  ['binhex-in-the-text', [...everyByte, 0x90]],
  ['apple-single-attachment', [...Buffer.from('a;b\n1;2\n')]],
  ['macbinary-attachment', Array(300).fill(0x4a)],
  ['sun-attachments', Array.from({ length: 100 }, (_, k) => k)],
])('%s: the file in it is there, byte for byte', async (name, bytes) => {
  const mail = await read(name)
  expect(mail.attachments.map((one) => [...one.bytes])).toEqual([bytes])
})

test.each([
  ['binhex-attachment', 'opened: a Macintosh file (BinHex, with a resource fork of 120 bytes)'],
  ['apple-double-attachment', 'resource-fork'],
  ['partial-second-piece', 'part 2 of 2 of a mail that was sent in pieces (message/partial)'],
  [
    'external-body',
    'the content is kept elsewhere (message/external-body): https://files.cliente.example/bozza.pdf',
  ],
])('%s: what is not shown is named with its reason', async (name, reason) => {
  expect((await read(name)).parts.map((part) => part.reason)).toContain(reason)
})

test('the checksum is the one that Macintosh formats mean', () => {
  // The check value that catalogues of checksums give for this one.
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3)
})

test('a few letters that claim to be a file of gigabytes are no file', () => {
  // The head says 0xffffffff bytes; one repetition after another would fill the memory.
  const head = Buffer.from([
    1,
    0x61,
    0,
    ...Buffer.from('TEXTttxt'),
    0,
    0,
    255,
    255,
    255,
    255,
    0,
    0,
    0,
    0,
    0,
    0,
  ])
  expect(
    readBinHex(Buffer.from(`(This file must be converted with BinHex 4.0)\n:${inSixBits(head)}:`)),
  ).toBeNull()
})

test('an entry that ends outside of its file is none', () => {
  const file = Buffer.alloc(38)
  file.writeUInt32BE(0x00051600)
  file.writeUInt16BE(1, 24)
  file.writeUInt32BE(1, 26)
  file.writeUInt32BE(30, 30)
  file.writeUInt32BE(1_000, 34)
  expect(readAppleFile(file)).toMatchObject({ data: null })
})

const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'

function inSixBits(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,6}/g) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(6, '0'), 2)]).join('')
}
