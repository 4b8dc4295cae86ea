import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { GET as getPicture } from '@/app/api/pictures/[tenant]/[messageId]/[position]/route'
import { allowPicturesAction } from '@/app/t/[tenant]/actions'
import { GET as getHtml } from '@/app/t/[tenant]/data/messages/[messageId]/html/route'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import type { MessageHtmlDto } from '@/lib/tickets/types'
import { webPorts } from '@/lib/web-wiring'
import { testDatabase } from '../support/database'
import { insertTestMessage, insertTestTicket } from '../support/tickets'
import { createWorld, type World } from '../support/world'
import { asBrowser } from './support/next-headers'
import { type Browser, paramsOf, requestTo, seenOf, signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))

const database = testDatabase()
const png = Buffer.from('89504e470d0a1a0a', 'hex')
const newsletter =
  '<p>Sale</p><img src="https://shop.example/a.png"><img src="https://shop.example/open" width="1" height="1">' +
  '<img src="https://shop.example/b.png">'
let world: World
let agent: Browser
let asked: { tenantId: string; url: string }[]
let messageId: string

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
})

beforeEach(async () => {
  asked = []
  webPorts().remotePictures = {
    load: async (tenantId, url) => {
      asked.push({ tenantId, url })
      if (url.includes('gone')) throw new AppError('server_unavailable', 'answered 404')
      return { bytes: png, contentType: 'image/png' }
    },
  }
  await database.query('DELETE FROM picture_sender')
  messageId = await insertMail({ html: newsletter })
})

async function insertMail(part: Parameters<typeof insertTestMessage>[2], tenant = world.a): Promise<string> {
  const { ticketId } = await insertTestTicket(tenant)
  return insertTestMessage(tenant, ticketId, part)
}

const picture = (position: number | string, options: { id?: string; slug?: string; cookie?: string } = {}) =>
  getPicture(
    requestTo('/', { cookie: options.cookie ?? agent.cookie }),
    paramsOf({
      tenant: options.slug ?? 'alpha',
      messageId: options.id ?? messageId,
      position: String(position),
    }),
  )

async function htmlOf(query = '', id = messageId): Promise<MessageHtmlDto> {
  const request = requestTo(`/${query}`, { cookie: agent.cookie })
  const response = await getHtml(request, paramsOf({ tenant: 'alpha', messageId: id }))
  expect(response.status).toBe(200)
  return response.json()
}

const allow = (isAllowed: boolean, id = messageId) =>
  asBrowser({ cookie: agent.cookie }, () => allowPicturesAction('alpha', { messageId: id, isAllowed }))

test('a mail that is opened loads nothing, and says what it would have', async () => {
  const mail = await htmlOf()
  expect(mail).toMatchObject({ remotePictureCount: 2, trackingPixelCount: 1, arePicturesShown: false })
  expect(mail.html).not.toMatch(/ src=/)
  expect(asked).toEqual([])
})

test('after consent its pictures come from us; the tracking pixel never does', async () => {
  const mail = await htmlOf('?pictures=shown')
  const sources = [...mail.html.matchAll(/ src="([^"]*)"/g)].map(([, source]) => source)
  expect(sources).toEqual([`/api/pictures/alpha/${messageId}/0`, `/api/pictures/alpha/${messageId}/2`])
  expect((await htmlOf()).arePicturesShown, 'consent is for this time').toBe(false)
})

test('a picture is answered as a picture and as nothing else, and rests with its reader only', async () => {
  const response = await picture(2)
  expect(response.status).toBe(200)
  expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true)
  expect(Object.fromEntries(response.headers)).toEqual({
    'cache-control': 'private, max-age=3600',
    'content-disposition': 'inline',
    'content-length': '8',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'content-type': 'image/png',
    'cross-origin-resource-policy': 'same-origin',
    vary: 'Cookie',
    'x-content-type-options': 'nosniff',
  })
  expect(asked).toEqual([{ tenantId: world.a.tenantId, url: 'https://shop.example/b.png' }])
})

test.each([
  ['the tracking pixel', 1, 404],
  ['one that the mail has not', 3, 404],
  ['one far beyond', 499, 404],
  ['a number beyond every mail', 500, 400],
  ['a negative number', -1, 400],
  ['a fraction', 1.5, 400],
  ['an address', 'https://inside.example/', 400],
])('%s is not loaded', async (_, position, status) => {
  expect((await picture(position)).status).toBe(status)
  expect(asked).toEqual([])
})

test('nobody names an address: what is asked besides the number is refused', async () => {
  const request = requestTo('/?url=https://inside.example/', { cookie: agent.cookie })
  const answer = await getPicture(request, paramsOf({ tenant: 'alpha', messageId, position: '0' }))
  expect(answer.status).toBe(400)
  expect(asked).toEqual([])
})

test("another tenant's message has no pictures for us, byte for byte as a message of nobody", async () => {
  const theirs = await insertMail({ html: newsletter }, world.b)
  const answers = await Promise.all([picture(0, { id: theirs }), picture(0, { id: newId() })])
  const [first, second] = await Promise.all(answers.map(seenOf))
  expect(first?.status).toBe(404)
  expect(first).toEqual(second)
  expect((await picture(0, { slug: 'beta', id: theirs })).status).toBe(404)
  expect((await picture(0, { cookie: '' })).status).toBe(401)
  expect(asked).toEqual([])
})

test('a picture that cannot be had is an error, not a page', async () => {
  const id = await insertMail({ html: '<img src="https://shop.example/gone.png">' })
  const response = await picture(0, { id })
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('private, no-store')
})

test('a sender who is always shown is shown in every mail of his, until that is taken back', async () => {
  expect(await allow(true)).toMatchObject({ ok: true })
  expect(await allow(true), 'twice is once').toMatchObject({ ok: true })
  const next = await insertMail({ html: newsletter, fromAddress: world.a.customerAddress.toUpperCase() })
  expect(await htmlOf('', next)).toMatchObject({
    arePicturesShown: true,
    pictureSender: { address: world.a.customerAddress, isAllowed: true },
  })
  const other = await insertMail({ html: newsletter, fromAddress: 'somebody@else.example' })
  expect((await htmlOf('', other)).arePicturesShown).toBe(false)
  await allow(false)
  expect((await htmlOf('', next)).arePicturesShown).toBe(false)
  const audit = await database.query(
    `SELECT action, details FROM audit_entry WHERE action LIKE 'pictures%' ORDER BY at, id`,
  )
  const details = { address: world.a.customerAddress }
  expect(audit).toEqual([
    { action: 'pictures_allowed', details },
    { action: 'pictures_no_longer_allowed', details },
  ])
})

test('whoever forges an allowed sender is not shown, and cannot be allowed', async () => {
  await allow(true)
  const forged = await insertMail({ html: newsletter, authentication: 'fail' })
  expect(await htmlOf('', forged)).toMatchObject({ arePicturesShown: false, pictureSender: null })
  expect(await allow(true, forged)).toMatchObject({ ok: false, code: 'not_found' })
})

test('what one tenant allows, another does not', async () => {
  await allow(true)
  const fromAddress = world.a.customerAddress
  const theirs = await insertMail({ html: newsletter, fromAddress }, world.b)
  const them = await signIn(world.b.agent)
  const response = await getHtml(
    requestTo('/', { cookie: them.cookie }),
    paramsOf({ tenant: 'beta', messageId: theirs }),
  )
  expect(await response.json()).toMatchObject({ arePicturesShown: false })
})
