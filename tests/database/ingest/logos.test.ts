import { expect, test } from 'vitest'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

setUpIngest()

const logo = Buffer.from('a picture of a signature').toString('base64')
const photo = Buffer.from('a photo of the broken part').toString('base64')

test('the picture of a signature leaves the list of files when a domain brings it for the third time', async () => {
  const listed: string[][] = []
  for (const [at, from] of ['eva', 'ugo', 'eva', 'ada'].entries()) {
    listed.push(await listedFiles(`${from}@studio.example`, `studio-${at}`))
  }
  expect(listed).toEqual([
    ['photo.jpg', 'image001.png'],
    ['photo.jpg', 'image001.png'],
    ['photo.jpg'],
    ['photo.jpg'],
  ])
})

test('another domain’s picture is a file like others, be it the same, and so is what somebody attached', async () => {
  expect(await listedFiles('rosa@altra.example', 'other-1')).toContain('image001.png')
  for (const at of [1, 2, 3])
    expect(await listedFiles('ugo@foto.example', `photo-${at}`)).toContain('photo.jpg')
})

/** What stands in the list of a mail that has a picture in its signature, and one as a file. */
async function listedFiles(from: string, id: string): Promise<string[]> {
  const lines = [
    ...[
      `From: ${from}`,
      'To: help@in.postino.localhost',
      `Subject: ${id}`,
      `Message-ID: <${id}@mail.example>`,
    ],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary="m"', '', '--m'],
    ...['Content-Type: multipart/related; boundary="r"', '', '--r', 'Content-Type: text/html', ''],
    ...['<p>It broke.</p><img src="cid:logo">', '--r', 'Content-Type: image/png; name="image001.png"'],
    ...['Content-ID: <logo>', 'Content-Transfer-Encoding: base64', '', logo, '--r--', '--m'],
    ...['Content-Type: image/jpeg; name="photo.jpg"', 'Content-Disposition: attachment'],
    ...['Content-Transfer-Encoding: base64', '', photo, '--m--', ''],
  ]
  await pipeline.deliver(world.a, Buffer.from(lines.join('\r\n')))
  const [ticket] = await database.query<{ number: number }>(
    `SELECT t.number FROM message m JOIN ticket t ON t.id = m.ticket_id
     WHERE m.tenant_id = $1 AND m.message_id_header = $2`,
    [world.a.tenantId, `${id}@mail.example`],
  )
  const { entries } = await getTicket(world.a.agent, GetTicketInput.parse({ number: ticket?.number }))
  const files = entries.flatMap((one) => (one.kind === 'message' ? one.attachments : []))
  return files
    .filter((one) => !one.isLogo)
    .map((one) => one.fileName)
    .toSorted()
    .toReversed()
}
