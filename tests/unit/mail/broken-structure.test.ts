import { describe, expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

const head = 'From: Eva <eva@uno.example>\nTo: help@desk.example\nSubject: Ordine\nMIME-Version: 1.0\n'

async function read(mail: string) {
  const read = await parseMail(Buffer.from(mail))
  if (read.kind !== 'parsed') throw new Error(read.reason)
  return read
}

const mixed = (boundary: string, body: string) =>
  `${head}Content-Type: multipart/mixed; boundary=${boundary}\n\n${body}`

describe('a boundary that is not written as it is used', () => {
  test.each([
    ['in single quotes', mixed("'abc'", '--abc\n\nciao\n--abc--\n')],
    ['with what stands for a comment', mixed('a(b)c', '--a(b)c\n\nciao\n--a(b)c--\n')],
    ['in other letters', mixed('AbC', '--abc\n\nciao\n--abc--\n')],
    ['in single quotes that belong to it', mixed("'abc'", "--'abc'\n\nciao\n--'abc'--\n")],
  ])('%s is found', async (_, mail) => {
    expect((await read(mail)).text.trim()).toBe('ciao')
  })

  test('that was cut on the way is found by its look', async () => {
    const { text, attachments } = await read(
      mixed('"ab"', '--abcd\n\nciao\n--abcd\nContent-Type: image/png\n\nPNG\n--abcd--\n'),
    )
    expect({ text: text.trim(), files: attachments.length }).toEqual({ text: 'ciao', files: 1 })
  })

  test('a line of hyphens in a mail whose boundary is never used is text', async () => {
    const { text } = await read(mixed('abc', 'ciao\n--\nEva\n-----\nUno Srl\n'))
    expect(text).toContain('ciao\n--\nEva\n-----\nUno Srl')
  })
})

describe('parts', () => {
  const file = 'Content-Type: application/pdf; name=a.pdf\n\nPDF'

  test('a part behind the last delimiter is a part', async () => {
    const { text, attachments } = await read(mixed('b', `--b\n\nciao\n--b--\n--b\n${file}\n--b--\nnota\n`))
    expect(text.trim()).toBe('ciao')
    expect(attachments.map(({ fileName }) => fileName)).toEqual(['a.pdf'])
  })

  test('a part without a header keeps a first line that looks like a field', async () => {
    const { text } = await read(mixed('b', '--b\n\nNota: domani chiuso\n\nciao\n--b--\n'))
    expect(text.trim()).toBe('Nota: domani chiuso\n\nciao')
  })

  test('a blank line that got before the header of a part is no end of it', async () => {
    const { attachments } = await read(mixed('b', `--b\n\n${file}\n--b--\n`))
    expect(attachments.map(({ fileName }) => fileName)).toEqual(['a.pdf'])
  })

  test('the mails of a digest keep their subjects', async () => {
    const one = (subject: string) => `--b\n\nFrom: x@due.example\nSubject: ${subject}\n\n${subject}\n`
    const { attachments } = await read(
      `${head}Content-Type: multipart/digest; boundary=b\n\n${one('primo')}${one('secondo')}--b--\n`,
    )
    expect(attachments.map(({ message }) => message?.subject)).toEqual(['primo', 'secondo'])
  })

  test('of two transfer encodings the one counts that says something', async () => {
    const encoded = Buffer.from('perché no').toString('base64')
    const { text } = await read(
      `${head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\nContent-Transfer-Encoding: base64\n\n${encoded}\n`,
    )
    expect(text).toBe('perché no')
  })
})

describe('a header', () => {
  test('whose line ends were doubled is whole, and the text is as it was', async () => {
    const { subject, from, text } = await read(`${head}\nciao\nmondo\n`.replaceAll('\n', '\r\r\n'))
    expect([subject, from?.address, text]).toEqual(['Ordine', 'eva@uno.example', 'ciao\nmondo\n'])
  })

  test('that is indented is one', async () => {
    const { subject, from } = await read(' From: eva@uno.example\nSubject: Ordine\n\nciao\n')
    expect([subject, from?.address]).toEqual(['Ordine', 'eva@uno.example'])
  })

  test('with a stray line below the sender goes on, and the sender is whole', async () => {
    const { subject, from, text } = await read(
      'From: eva@uno.example\nuna riga di troppo\nSubject: Ordine\n\nciao\n',
    )
    expect([subject, from?.address, text]).toEqual(['Ordine', 'eva@uno.example', 'ciao\n'])
  })

  test('with a route before an address leads to the address', async () => {
    const { from } = await read('From: Eva <@mx.due.example,@mx.tre.example:eva@uno.example>\n\nciao\n')
    expect(from).toEqual({ name: 'Eva', address: 'eva@uno.example' })
  })
})

describe('what the standard allows and hardly anybody writes (RFC 5322, appendix A)', () => {
  const read = (fields: string) =>
    parseMail(Buffer.from(`${fields}\nSubject: x\n\nciao\n`)).then((mail) => {
      if (mail.kind !== 'parsed') throw new Error(mail.reason)
      return mail
    })

  test('comments inside of an address and groups with remarks', async () => {
    const { from, to } = await read(
      'From: Ugo(un bravo \\) tipo) <ugo(la sua casella)@uno.example(il suo host)>\n' +
        "To: Gruppo(di persone): Eva <e@(della ditta)uno.example>,\n due@uno.example, Ida <ida@uno.example> (un'amica); (fine)",
    )
    expect(from).toEqual({ name: 'Ugo', address: 'ugo@uno.example' })
    expect(to.map(({ address }) => address)).toEqual(['e@uno.example', 'due@uno.example', 'ida@uno.example'])
  })

  test('an address in a comment inside of the brackets is not taken for the sender', async () => {
    const { from } = await read('From: Ugo <ugo(eva@due.example)@uno.example>')
    expect(from).toBeNull()
  })

  test.each([
    ['Fri, 21 Nov 1997 09(una nota):   55  :  06 -0600', '1997-11-21T15:55:06.000Z'],
    [
      'Thu,\n      13\n        Feb\n          1969\n      23:32\n               -0330 (ora di Terranova)',
      '1969-02-14T03:02:00.000Z',
    ],
  ])('the date %s', async (date, instant) => {
    const mail = await read(`From: a@uno.example\nDate: ${date}`)
    expect(mail.date?.toISOString()).toBe(instant)
  })

  test('a remark that is never closed is a name', async () => {
    expect((await read('From: eva@uno.example (Eva')).from).toEqual({
      name: 'Eva',
      address: 'eva@uno.example',
    })
  })
})

describe('a text whose encoding is not what its header says', () => {
  const long =
    'Buongiorno, vi scrivo perché la stampante non funziona più da ieri mattina. Grazie, Eva.\n'.repeat(3)
  const coded = Buffer.from(long).toString('base64').replace(/.{76}/g, '$&\n')
  const text = async (encoding: string, body: string) =>
    (
      await read(
        `${head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`,
      )
    ).text

  test('words that are called uuencoded stay words', async () => {
    expect(await text('x-uuencode', long.trim())).toBe(long)
  })

  test('base64 below the note of a scanner is read, and the note is kept', async () => {
    expect(await text('base64', `Messaggio controllato, nessun virus.\n\n${coded}`)).toBe(
      `Messaggio controllato, nessun virus.\n\n${long}`,
    )
  })

  test('base64 that is called 7bit is read', async () => {
    expect(await text('7bit', coded)).toBe(long)
  })

  test('letters that are the code of no text stay as they were sent', async () => {
    const key = Buffer.from(Array.from({ length: 200 }, (_, k) => k * 7)).toString('base64')
    const lines = key.replace(/.{64}/g, '$&\n')
    expect((await text('7bit', lines)).trim()).toBe(lines.trim())
  })

  test('quoted-printable that is called 8bit is read', async () => {
    const line = `${'perch=C3=A9 '.repeat(6)}=\n`
    expect(await text('8bit', `${line}${line}fine`)).toBe(`${'perché '.repeat(12)}fine\n`)
  })
})

describe('what stands before the header', () => {
  test.each([
    ['a line of blanks', '      \n'],
    ['blank lines of both kinds', ' \n\n\t\n'],
    ['a byte order mark and a blank line', '\ufeff  \r\n'],
  ])('%s is skipped', async (_, before) => {
    const { from, subject, text } = await read(`${before}${head}\nciao\n`)
    expect({ from: from?.address, subject, text: text.trim() }).toEqual({
      from: 'eva@uno.example',
      subject: 'Ordine',
      text: 'ciao',
    })
  })

  test('blanks above words that are no field leave them a text', async () => {
    expect((await read('   \nciao a tutti\n')).text).toContain('ciao a tutti')
  })
})

describe('a blank line that a relay put below its own fields', () => {
  const relay = 'Received: by mx.uno.example\nReturn-Path: <eva@uno.example>\nX-Mirror: yes\n'

  test('does not end the header', async () => {
    const { from, subject, text } = await read(`${relay}\n${head}\nciao\n`)
    expect({ from: from?.address, subject, text: text.trim() }).toEqual({
      from: 'eva@uno.example',
      subject: 'Ordine',
      text: 'ciao',
    })
  })

  test.each([
    ['below a header that names a writer', `From: ugo@due.example\n\n${head}\nciao\n`],
    ['above a text', `${relay}\nFrom: Roma\nalle 9\n`],
    ['above two fields', `${relay}\nFrom: eva@uno.example\nSubject: x\n\nciao\n`],
  ])('ends it %s', async (_, mail) => {
    expect((await read(mail)).text).toContain('From: ')
  })
})

describe('a field name that stands on a line of its own', () => {
  test('is read with its value, and a second sender behind it is told', async () => {
    const mail = await read(
      'Received: by mx.uno.example\nFrom\n : <ada@uno.example>\nFrom: <ugo@due.example>\nSubject: ciao\n\nsì\n',
    )
    expect(mail.fromAll.map(({ address }) => address)).toEqual(['ada@uno.example', 'ugo@due.example'])
    expect(mail.flags).toContain('several-from')
    expect(mail.text.trim()).toBe('sì')
  })

  test('that is no field of a mail is text', async () => {
    expect((await read('Subject: ciao\nNota\n : domani chiuso\n')).text).toContain('Nota')
  })
})

describe('a header whose long fields lost their folding', () => {
  const signature =
    'DKIM-Signature: v=1; a=rsa-sha256;\nd=uno.example; s 1;\nh=from:to\n:subject;\nb=abc/DEF\nghi+JKL\nmno==\n'

  test('goes on below them, however many lines they had', async () => {
    const received = 'Received: from mx.uno.example\nby mx.due.example with ESMTP\nid 1; 9 Mar 2026\n'
    const { from, subject, text } = await read(`${received}${signature}${received}${head}\nciao\n`)
    expect({ from: from?.address, subject, text: text.trim() }).toEqual({
      from: 'eva@uno.example',
      subject: 'Ordine',
      text: 'ciao',
    })
  })

  test('a text without a blank line above it stays a text, also where it names one field', async () => {
    const { text } = await read(
      'From: a@uno.example\nSubject: ciao\nIl lavoro è finito\ne ora:\nserver a\nserver b\nDate: oggi\nfine\n',
    )
    expect(text).toContain('Il lavoro è finito')
    expect(text).toContain('Date: oggi')
  })

  test.each([
    ['of a field', `${head.replace('Ordine', 'Ordine\r\r')}Content-Type: text/html\n\n<p>ciao</p>\n`],
    ['of a delimiter', mixed('b', '--b\r\r\nContent-Type: text/html\r\n\r\n<p>ciao</p>\r\n--b--\r\n')],
  ])('a line end that was doubled at the end %s is one', async (_, mail) => {
    const { subject, html } = await read(mail)
    expect({ subject, html: html?.trim() }).toEqual({ subject: 'Ordine', html: '<p>ciao</p>' })
  })

  test('what a scanner writes with a blank in its name is a field', async () => {
    const { text, headers } = await read('From: a@uno.example\nX-Spam Status: no\n\nciao\n')
    expect(text.trim()).toBe('ciao')
    expect(headers.map(({ name }) => name)).toContain('X-Spam Status')
  })
})

describe('a file that does not say what it is', () => {
  const typeOf = async (fields: string) => {
    const { attachments } = await read(mixed('b', `--b\n\nciao\n--b\n${fields}\n\nabc\n--b--\n`))
    return attachments.map(({ fileName, contentType }) => `${fileName} ${contentType}`)
  }

  test.each([
    ['Content-Disposition: attachment; filename=fattura.PDF', 'fattura.PDF application/pdf'],
    ['Content-Type: /; name=foto.jpg\nContent-Disposition: attachment', 'foto.jpg image/jpeg'],
    ['Content-Type: pdf\nContent-Disposition: attachment; filename="a.pdf"', 'a.pdf application/pdf'],
    ['Content-Type: application; name=a.zip', 'a.zip application/zip'],
    ['Content-Type: X-ZIP; name="a.zip"', 'a.zip application/zip'],
    ['Content-Type: image', 'attachment-1.bin application/octet-stream'],
    ['Content-Disposition: attachment; filename=dati.xyz', 'dati.xyz application/octet-stream'],
    ['Content-Disposition: attachment; filename=pagina.html', 'pagina.html application/octet-stream'],
    ['Content-Disposition: attachment; filename=a.constructor', 'a.constructor application/octet-stream'],
  ])('%s', async (fields, expected) => {
    expect(await typeOf(fields)).toEqual([expected])
  })

  test('and says that it is bytes, is what its name tells', async () => {
    const bytes = 'Content-Type: application/octet-stream\nContent-Disposition: attachment; filename='
    expect(await typeOf(`${bytes}foto.jpg`)).toEqual(['foto.jpg image/jpeg'])
    expect(await typeOf(`${bytes}programma.exe`)).toEqual(['programma.exe application/octet-stream'])
  })

  test('is what it says where it says something', async () => {
    const declared = 'Content-Type: image/png\nContent-Disposition: attachment; filename=a.pdf'
    expect(await typeOf(declared)).toEqual(['a.pdf image/png'])
  })
})

test('a multipart without a part is no file, and is accounted for', async () => {
  const { attachments, parts } = await read(
    mixed('b', '--b\n\nciao\n--b\nContent-Type: multipart/related; boundary=c\n\n--b--\n'),
  )
  expect(attachments).toEqual([])
  expect(parts).toContainEqual(expect.objectContaining({ path: '2', outcome: 'named' }))
})

test.each([
  [String.raw`"C:\Users\Eva\fattura.pdf"`, 'fattura.pdf'],
  [String.raw`"C:\\Users\\Eva\\fattura 1.pdf"`, 'fattura 1.pdf'],
  [String.raw`"\\server\dati\fattura.pdf"`, 'fattura.pdf'],
  [String.raw`C:\fattura.pdf`, 'fattura.pdf'],
  [String.raw`"a/b\"c.pdf"`, 'a_b_c.pdf'],
])('a file that was sent with its path %s has its own name', async (name, own) => {
  const { attachments } = await read(
    mixed(
      'x',
      `--x\n\nciao\n--x\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=${name}\n\nPDF\n--x--\n`,
    ),
  )
  expect(attachments.map((one) => one.fileName)).toEqual([own])
})
