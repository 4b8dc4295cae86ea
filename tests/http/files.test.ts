import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { GET as getAttachment } from '@/app/api/attachments/[tenant]/[attachmentId]/route'
import { GET as getSource } from '@/app/t/[tenant]/data/raw-mails/[rawMailId]/source/route'
import { POST as upload } from '@/app/t/[tenant]/data/uploads/route'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { addIsolationRows, type IsolationRows } from './support/isolation-rows'
import { type Browser, paramsOf, requestTo, signIn } from './support/request'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-files-'))}`

const database = testDatabase()
let world: World
let rows: IsolationRows
let agent: Browser

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
  rows = await addIsolationRows(world.a, world.a.agent, agent.sessionId, { ticketNumber: 2, canary: 'Été' })
})

test('a real picture is shown in place, under its own name', async () => {
  const attachmentId = String(rows.ids.AttachmentId)
  const response = await getAttachment(
    requestTo('/', { cookie: agent.cookie }),
    paramsOf({ tenant: 'alpha', attachmentId }),
  )
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('image/png')
  expect(response.headers.get('content-disposition')).toBe(
    `inline; filename="Ete.png"; filename*=UTF-8''%C3%89t%C3%A9.png`,
  )
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
})

test('the source of a mail is a download, byte for byte', async () => {
  const rawMailId = String(rows.ids.RawMailId)
  const response = await getSource(
    requestTo('/', { cookie: agent.cookie }),
    paramsOf({ tenant: 'alpha', rawMailId }),
  )
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="mail-2026-11-20.eml"')
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(await response.text()).toBe('Subject: Été\r\n\r\nÉté\r\n')
})

const send = (body: BodyInit, headers: Record<string, string>) =>
  upload(
    requestTo('/', { cookie: agent.cookie, method: 'POST', body, headers }),
    paramsOf({ tenant: 'alpha' }),
  )

test('an upload is answered with its token, and its name survives the header', async () => {
  const response = await send('bytes', { 'x-file-name': '%C3%89t%C3%A9.txt', 'content-type': 'text/plain' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    fileName: 'Été.txt',
    contentType: 'text/plain',
    sizeBytes: 5,
  })
})

test.each([
  ['no name', {}],
  ['a name that is no encoding', { 'x-file-name': '%E0%A4%A' }],
  ['a name of 4 kB', { 'x-file-name': 'a'.repeat(4_096) }],
  ['a NUL in the name', { 'x-file-name': '%00' }],
])('an upload with %s is 400', async (_, headers) => {
  expect((await send('bytes', { 'content-type': 'text/plain', ...headers })).status).toBe(400)
})

test('more than 25 MB is 413, said beforehand or found while reading', async () => {
  const announced = await send('x', { 'x-file-name': 'a', 'content-length': String(25 * 1024 * 1024 + 1) })
  expect(announced.status).toBe(413)
  let sentBytes = 0
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sentBytes += 1024 * 1024
      controller.enqueue(new Uint8Array(1024 * 1024))
    },
  })
  const request = requestTo('/', { cookie: agent.cookie, method: 'POST', headers: { 'x-file-name': 'a' } })
  Object.defineProperty(request, 'body', { value: endless })
  const found = await upload(request, paramsOf({ tenant: 'alpha' }))
  expect(found.status).toBe(413)
  expect(sentBytes).toBeLessThan(30 * 1024 * 1024)
})
