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

/** What is shown of one part that is encoded that way, and what is listed. */
async function readPart(encoding: string, body: string, type = 'text/plain; charset=utf-8') {
  const mail = await read(`${head}Content-Type: ${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}`)
  return { text: mail.text.trim(), files: mail.attachments.map(({ bytes }) => Buffer.from(bytes).toString()) }
}

describe('a text in base64', () => {
  const coded = Buffer.from('La consegna arriva domani, grazie.').toString('base64')

  test.each([
    ['with a blank every ten letters', coded.replace(/.{10}/g, '$& ')],
    ['that somebody quoted', coded.replace(/^|(?<=.{20})(?=.{20}$)/g, '\n> ')],
    ['whose lines end in a lone CR', `${coded.slice(0, 20)}\r${coded.slice(20)}\r`],
    ['of one line below a blank one', `\n\n${coded}\n`],
  ])('%s is read', async (_, body) => {
    expect((await readPart('base64', body)).text).toBe('La consegna arriva domani, grazie.')
  })

  test('is read in the letters that are safe in addresses', async () => {
    expect((await readPart('base64', 'U8OsLCBkb21hbmk_PyB-fn4gZ3Jhemll\n')).text).toBe(
      'Sì, domani?? ~~~ grazie',
    )
  })

  test.each(['grazie', 'grazie.', 'grazie..'])(
    'of one line, %s, is read above the footer of a list, which is read too',
    async (end) => {
      const said = `La consegna arriva domani, ${end}`
      const footer = '____\nThe list of Uno\nTo leave it: write to the list\nhttps://uno.example/list'
      const { text } = await readPart('base64', `${Buffer.from(said).toString('base64')}\n${footer}\n`)
      expect(text).toBe(`${said}\n${footer}`)
    },
  )

  test('is read below a note of a scanner, however short it is', async () => {
    const { text } = await readPart('base64', `Checked by the gate.\n\n${coded}\n`)
    expect(text.split(/\n+/)).toEqual(['Checked by the gate.', 'La consegna arriva domani, grazie.'])
  })

  test('is words where it never was encoded', async () => {
    expect((await readPart('base64', 'all is well here\n')).text).toBe('all is well here')
  })
})

describe('a short text that says base64 and never was encoded', () => {
  test.each(['Grazie.\n\nAda', '<p>ciao</p>', 'ciao, Ugo!'])('%j is read', async (body) => {
    expect((await readPart('base64', `${body}\n`)).text).toBe(body)
  })
})

describe('a file that says base64', () => {
  const csv = 'application/vnd.uno; name=a.csv'

  test('and never was encoded is as it came', async () => {
    expect((await readPart('base64', 'name; town\nEva; Roma di sopra\n', csv)).files).toEqual([
      'name; town\nEva; Roma di sopra\n',
    ])
  })

  test('and has a note above it is the file alone', async () => {
    const file = 'x'.repeat(100)
    const body = `Checked by the gate.\n\n${Buffer.from(file).toString('base64').replace(/.{76}/g, '$&\n')}\n`
    expect((await readPart('base64', body, csv)).files).toEqual([file])
  })

  test('an attached mail among them keeps its words', async () => {
    const { files } = await readPart(
      'base64',
      'From: Ugo <ugo@due.example>\nSubject: prova di carta\n\nciao a te\n',
      'message/rfc822',
    )
    expect(files).toEqual(['From: Ugo <ugo@due.example>\nSubject: prova di carta\n\nciao a te\n'])
  })
})

describe('a text that is uuencoded', () => {
  const block = 'begin 644 a.txt\n%8VEA;PH`\n`\nend\n'

  test('is read', async () => {
    expect(await readPart('x-uuencode', block)).toEqual({ text: 'ciao', files: [] })
  })

  test('is read in the letters of base64 too', async () => {
    const block = 'begin-base64 644 a.txt\nY2lhbyBhIHR1dHRp\n====\n'
    expect(await readPart('x-uuencode', block)).toEqual({ text: 'ciao a tutti', files: [] })
  })

  test('is shown as it came where nothing can be read of it', async () => {
    expect((await readPart('x-uuencode', '  begin 644 a.txt\n  %8VEA;PH`\n  `\n  end\n')).text).toContain(
      '%8VEA;PH',
    )
  })

  test('is read where its lines end in a lone CR', async () => {
    expect(await readPart('x-uuencode', block.replaceAll('\n', '\r'))).toEqual({ text: 'ciao', files: [] })
  })

  test('is a file where words stand around it, and they are read', async () => {
    const { text, files } = await readPart('x-uuencode', `Hello,\nhere it is.\n\n${block}\nEva\n`)
    expect(text.split(/\n+/)).toEqual(['Hello,', 'here it is.', 'Eva'])
    expect(files).toEqual(['ciao\n'])
  })

  test('is a file where its bytes are no text', async () => {
    const { text, files } = await readPart('x-uuencode', 'begin 644 a.gif\n#`0(#\n`\nend\n')
    expect([text, files]).toEqual(['', ['\u0001\u0002\u0003']])
  })
})

test('a soft line break of quoted-printable before two carriage returns is one', async () => {
  expect((await readPart('quoted-printable', 'pri=\r\r\nmo =C3=A8\r\n')).text).toBe('primo è')
})

test('an empty file name is none: the text is read', async () => {
  const part = 'Content-Type: text/plain\nContent-Disposition: inline; filename=""\n\n'
  const { text, attachments } = await read(
    `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nprimo\n--b\n${part}secondo\n--b--\n`,
  )
  expect([text.split(/\s+/).filter(Boolean), attachments.length]).toEqual([['primo', 'secondo'], 0])
})

test('a line of blanks ends the header of an attached mail', async () => {
  const { attachments } = await read(
    `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n--b\nContent-Type: message/rfc822\n \nFrom: Ugo <ugo@due.example>\nSubject: prova\n\ntesto\n--b--\n`,
  )
  expect(attachments.map(({ message }) => [message?.subject, message?.text.trim()])).toEqual([
    ['prova', 'testo'],
  ])
})

test('lines that end in LF CR are lines', async () => {
  const { subject, text } = await read(`${head}\nprimo\n\nsecondo\n`.replaceAll('\n', '\n\r'))
  expect([subject, text.trim().split(/\s+/)]).toEqual(['Ordine', ['primo', 'secondo']])
})

test('an attached file that says it is uuencoded and is not stays what it is', async () => {
  const { files } = await readPart(
    'x-uuencode',
    'nome e cognome\nEva Bianchi\n',
    'application/vnd.uno; name=a.csv',
  )
  expect(files).toEqual(['nome e cognome\nEva Bianchi\n'])
})

test.each(['message/rfc822\n Content-Description: inoltro', 'message/\n rfc822'])(
  'a type folded where none is, %j, is that type',
  async (type) => {
    const part = `Content-Type: ${type}\n\nSubject: prova\n\ntesto\n`
    const { attachments } = await read(
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n--b\n${part}--b--\n`,
    )
    expect(attachments.map(({ message }) => message?.subject)).toEqual(['prova'])
  },
)

describe('a folded field whose lines lost their blanks', () => {
  const coded = Buffer.from('La consegna arriva domani, grazie.').toString('base64')

  test.each([
    ['above the encoding', 'Content-Type: text/plain;\ncharset="utf-8"\nContent-Transfer-Encoding: base64\n'],
    ['last in the header', 'Content-Transfer-Encoding: base64\nContent-Type: text/plain;\ncharset=utf-8\n'],
    ['and its semicolon', 'Content-Transfer-Encoding: base64\nContent-Type: text/plain\ncharset=utf-8\n'],
  ])('%s leaves the text as it was written', async (_, fields) => {
    expect((await read(`${head}${fields}\n${coded}\n`)).text.trim()).toBe(
      'La consegna arriva domani, grazie.',
    )
  })

  test('leaves a file its name and its bytes', async () => {
    const file = 'Content-Type: application/pdf;\nname="a:b.pdf"\nContent-Transfer-Encoding: base64\n'
    const { attachments } = await read(
      `${head}Content-Type: multipart/mixed;\nboundary="b:b"\n\n--b:b\n\nciao\n--b:b\n${file}Content-Disposition: attachment;\nsize=34\n\n${coded}\n--b:b--\n`,
    )
    expect(
      attachments.map(({ declaredName, bytes }) => [declaredName, Buffer.from(bytes).toString()]),
    ).toEqual([['a:b.pdf', 'La consegna arriva domani, grazie.']])
  })

  test('leaves the recipients together', async () => {
    const { to, text } = await read(`${head}To: ugo@due.example,\nAda <ada@tre.example>\n\nciao\n`)
    expect([to.map(({ address }) => address), text.trim()]).toEqual([
      ['ugo@due.example', 'ada@tre.example'],
      'ciao',
    ])
  })

  test('keeps no line of a small file back that is none of its own', async () => {
    const { attachments } = await read(
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\nno field is this\n\n${coded}\n--b--\n`,
    )
    expect(attachments.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
      'La consegna arriva domani, grazie.',
    ])
  })

  test('hides no word of a text above which the blank line is missing', async () => {
    const { text } = await read(`${head}Content-Type: text/plain\nname=Ada Rossi\ntotal=12\n\nciao\n`)
    expect(text.trim()).toBe('name=Ada Rossi\ntotal=12\n\nciao')
  })
})

test('a delimiter at the end of a line of text divides: a script forgot the line end', async () => {
  const { text, html, attachments } = await read(
    `${head}Content-Type: multipart/mixed; boundary="=-b1"\n\n--=-b1\nContent-Type: text/html\n\n<p>ciao</p>--=-b1\nContent-Type: application/pdf; name=a.pdf\n\nPDF--=-b1--\n`,
  )
  expect([text.trim(), html?.trim(), attachments.map(({ bytes }) => Buffer.from(bytes).toString())]).toEqual([
    '',
    '<p>ciao</p>',
    ['PDF'],
  ])
})

test('a boundary that a text names divides nothing', async () => {
  const { text } = await read(
    `${head}Content-Type: multipart/mixed; boundary=b1\n\n--b1\n\nwe looked for --b1\nand for --b1\n--b1--\n`,
  )
  expect(text.trim()).toBe('we looked for --b1\nand for --b1')
})

describe('a mail whose only text is of another kind', () => {
  const mixed = (part: string) => `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n${part}\n--b--\n`

  test.each([
    ['one that nobody knows', 'Content-Type: text/x-uno\n\nciao'],
    ['one of the signs of plain text', 'Content-Type: text/markdown\n\nciao'],
    [
      'a page that is called an attachment',
      'Content-Type: text/html\nContent-Disposition: attachment\n\n<p>ciao</p>',
    ],
  ])('%s is read, and stays a file', async (_, part) => {
    const { text, attachments } = await read(mixed(part))
    expect([text.trim(), attachments.length]).toEqual(['ciao', 1])
  })

  test.each([
    ['a named one', 'Content-Type: text/plain; name=a.txt\nContent-Disposition: attachment\n\nciao'],
    ['one for programs', 'Content-Type: text/css\n\nciao'],
  ])('%s is a file and no more', async (_, part) => {
    expect((await read(mixed(part))).text).toBe('')
  })
})

test('words behind the last delimiter are no part of the file above it', async () => {
  const coded = Buffer.from('Tutto intero e senza altro.').toString('base64')
  const { attachments } = await read(
    `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n${coded}\n--b-- end of mail\nsent by uno\n`,
  )
  expect(attachments.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([
    'Tutto intero e senza altro.',
  ])
})
