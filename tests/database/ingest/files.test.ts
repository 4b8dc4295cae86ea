import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const picture = randomBytes(5_000)
const sheet = randomBytes(70_001)
const lines = (bytes: Buffer) => bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
/** What a program would send: bytes on the wire, and what they are. */
const files = [
  {
    head: 'Content-Type: image/png\r\nContent-Disposition: attachment; filename="photo.png"\r\nContent-Transfer-Encoding: base64',
    body: lines(picture),
    is: { name: 'photo.png', type: 'image/png', bytes: picture },
  },
  {
    // RFC 2231, 3 and 4: in pieces, with a charset, out of order.
    head:
      'Content-Type: application/vnd.ms-excel\r\nContent-Disposition: attachment;\r\n filename*1*=%20%C3%BCber%20Stra%C3%9Fe;\r\n' +
      ' filename*0*=UTF-8\'\'Angebot;\r\n filename*2=".xls"\r\nContent-Transfer-Encoding: base64',
    body: lines(sheet),
    is: { name: 'Angebot über Straße.xls', type: 'application/vnd.ms-excel', bytes: sheet },
  },
  {
    head: 'Content-Type: text/csv; charset=utf-8\r\nContent-Disposition: attachment; filename="=?utf-8?Q?caff=C3=A8.csv?="\r\nContent-Transfer-Encoding: quoted-printable',
    body: 'a=3Bb=0D=0A=C3=A8;1',
    is: { name: 'caffè.csv', type: 'text/csv', bytes: Buffer.from('a;b\r\nè;1') },
  },
  {
    head: 'Content-Type: text/plain\r\nContent-Disposition: attachment; filename="photo.png"\r\nContent-Transfer-Encoding: 7bit',
    body: 'the same name again',
    is: { name: 'photo.png', type: 'text/plain', bytes: Buffer.from('the same name again') },
  },
  {
    head: 'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="nothing.bin"\r\nContent-Transfer-Encoding: base64',
    body: '',
    is: { name: 'nothing.bin', type: 'application/octet-stream', bytes: Buffer.alloc(0) },
  },
]

test('each file of a mail comes with its name, its type and exactly its bytes, in the order of the mail', async () => {
  const mail = [
    'From: Rosa Neri <rosa.neri@cliente.example>',
    `To: ${world.a.creationAddress}`,
    'Subject: With files',
    'Message-ID: <with-files@cliente.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_x"',
    '',
    '--=_x',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See the files.',
    ...files.flatMap(({ head, body }) => ['--=_x', head, '', body]),
    '--=_x--',
    '',
  ].join('\r\n')
  await pipeline.deliver(world.a, Buffer.from(mail))
  const rows = await database.query<{ name: string; type: string; sha256: string; size: number }>(
    `SELECT a.file_name AS name, a.content_type AS type, a.sha256, a.size_bytes AS size FROM attachment a
     JOIN message m ON m.id = a.message_id JOIN ticket t ON t.id = m.ticket_id
     WHERE t.subject = 'With files' ORDER BY a.position`,
  )
  expect(rows).toEqual(
    files.map(({ is }) => ({
      name: is.name,
      type: is.type,
      sha256: createHash('sha256').update(is.bytes).digest('hex'),
      size: is.bytes.byteLength,
    })),
  )
  for (const [index, { sha256 }] of rows.entries())
    expect(Buffer.from(await pipeline.ports.blobs.get(world.a.tenantId, sha256))).toEqual(
      files[index]?.is.bytes,
    )
})
