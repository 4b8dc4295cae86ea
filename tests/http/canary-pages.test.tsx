import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { beforeAll, expect, test, vi } from 'vitest'
import { messagesOf } from '@/i18n/messages'
import { storeCredential } from '@/lib/credentials/changes'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { webPorts } from '@/lib/web-wiring'
import { addMailbox } from '../database/mailboxes/mailbox-world'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { drawn } from './support/drawn'
import { type Entry, listEntries, loadModule } from './support/inventory'
import { asBrowser } from './support/next-headers'
import { signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))
vi.mock('next-intl/server', () => import('./support/next-intl-server'))
vi.mock('next/navigation', async (original) => ({
  ...(await original<object>()),
  ...(await import('./support/next-navigation')),
}))
process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-canary-pages-'))}`

/** The pages as their HTML leaves us, for whoever may see most, after secrets of every kind were stored. */
const database = testDatabase()
const canaries = ['imap', 'smtp', 'resend', 'access', 'refresh'].map((name) => `CANARY-${name}-51c7d2`)
const [imap = '', smtp = '', resend = '', accessToken = '', refreshToken = ''] = canaries
let world: World
let pages: Entry[]
const rawMailId = newId()

beforeAll(async () => {
  world = await createWorld(database)
  pages = (await listEntries()).filter(({ kind, name }) => kind === 'page' && /\[tenant\]\/./.test(name))
  await addMailbox({ open: () => undefined }, world.a, {
    user: 'desk',
    name: 'Front desk',
    host: 'mail.alpha.test',
    port: 993,
    password: imap,
    isPaused: true,
  })
  const { tenantId } = world.a
  await withTenant(world.a.owner, async (db) => {
    await db.rawMail.create({
      data: {
        id: rawMailId,
        mailboxId: world.a.mailboxId,
        source: 'smtp',
        sizeBytes: 1,
        sha256: 'f'.repeat(64),
        receivedAt: new Date(),
      },
    })
    const keys = webPorts().sealingKeys
    const store = (secret: Parameters<typeof storeCredential>[2]['secret'], account: string) =>
      storeCredential(db, tenantId, { provider: 'other', account, secret }, keys)
    const ids = [
      await store({ kind: 'password', password: smtp }, 'smtp-user'),
      await store({ kind: 'api_key', apiKey: resend }, 'resend-key'),
      await store({ kind: 'oauth', accessToken, refreshToken }, 'consented@alpha.test'),
    ]
    for (const [index, credentialId] of ids.entries())
      await db.outboundChannel.create({
        data: {
          id: newId(),
          kind: index === 1 ? 'resend' : 'smtp',
          name: `Way out ${index}`,
          fromName: 'Desk',
          fromAddress: `way${index}@alpha.test`,
          host: 'smtp.alpha.test',
          port: 465,
          credentialId,
          trouble: 'password_refused',
          troubleSince: new Date(),
        },
      })
  })
})

async function htmlOf(page: Entry, cookie: string, query: Record<string, string> = {}): Promise<string> {
  const { default: render } = await loadModule(page.file)
  if (typeof render !== 'function') throw new Error(`${page.file} has no page`)
  const params = Promise.resolve({ tenant: world.a.slug, number: String(world.a.ticketNumber), rawMailId })
  return asBrowser({ cookie }, async () => {
    const node: ReactNode = await render({ params, searchParams: Promise.resolve(query) })
    const messages = messagesOf('en')
    return drawn(
      <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
        {node}
      </NextIntlClientProvider>,
    )
  })
}

test('five stored secrets are in the HTML of no page, though their names are', {
  timeout: 60_000,
}, async () => {
  const { cookie } = await signIn(world.a.owner)
  const texts: string[] = []
  for (const page of pages) texts.push(await htmlOf(page, cookie))
  const channels = pages.find(({ name }) => name.endsWith('settings/channels'))
  if (!channels) throw new Error('no page of channels')
  for (const { id } of await database.query<{ id: string }>('SELECT id FROM outbound_channel'))
    texts.push(await htmlOf(channels, cookie, { channel: id }))
  const all = texts.join('\n')
  expect(pages.length).toBeGreaterThan(5)
  for (const there of ['Front desk', 'Way out 0', 'smtp-user']) expect(all).toContain(there)
  for (const canary of canaries) expect(all).not.toContain(canary)
})
