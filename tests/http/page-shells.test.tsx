import { existsSync } from 'node:fs'
import path from 'node:path'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { beforeAll, expect, test, vi } from 'vitest'
import { shellHeader } from '@/app/_entrance/page-shells'
import { messagesOf } from '@/i18n/messages'
import type { AgentScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { drawn } from './support/drawn'
import { loadModule } from './support/inventory'
import { asBrowser } from './support/next-headers'
import { signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))
vi.mock('next-intl/server', () => import('./support/next-intl-server'))
vi.mock('next/navigation', async (original) => ({
  ...(await original<object>()),
  ...(await import('./support/next-navigation')),
}))

/**
 * A shell is drawn for one person and filled in for all: nothing in the page of the inbox, or in a layout around it, may
 * depend on who asked.
 */
const database = testDatabase()
let world: World

beforeAll(async () => {
  world = await createWorld(database)
})

const folders = [
  'app',
  'app/t',
  'app/t/[tenant]',
  'app/t/[tenant]/tickets',
  'app/t/[tenant]/tickets/[number]',
]

interface Drawable {
  default: (props: object) => ReactNode | Promise<ReactNode>
  generateMetadata?: (props: object) => Promise<unknown>
}

/** The page of a folder in all that stands around it, with what its head is made of. */
async function pageOf(folder: string, person: AgentScope, asked: Record<string, string>): Promise<string> {
  const { cookie } = await signIn(person)
  const props = {
    params: Promise.resolve({ tenant: world.a.slug, number: '1' }),
    searchParams: Promise.resolve({ view: 'all' }),
  }
  const around = folders
    .slice(0, folders.indexOf(folder) + 1)
    .flatMap((one) => ['layout.tsx', 'template.tsx'].map((name) => `${one}/${name}`))
    .filter((file) => existsSync(path.resolve(file)))
  return asBrowser({ cookie, ...asked }, async () => {
    const heads: unknown[] = []
    const draw = async (file: string, more: object = {}): Promise<ReactNode> => {
      const part = (await loadModule(file)) as unknown as Drawable
      heads.push(await part.generateMetadata?.(props))
      return part.default({ ...props, ...more })
    }
    let children = await draw(`${folder}/page.tsx`)
    for (const file of around.toReversed()) children = await draw(file, { children })
    const html = await drawn(
      <NextIntlClientProvider locale="en" messages={messagesOf('en')} timeZone="UTC">
        {children}
      </NextIntlClientProvider>,
    )
    return `${JSON.stringify(heads)}\n${html}`
  })
}

test.each(folders.slice(-2))('the shell of %s is the same for everybody who works there', async (folder) => {
  const { owner, agent, shared } = world.a
  const shells = []
  for (const person of [owner, agent, shared])
    shells.push(await pageOf(folder, person, { [shellHeader]: '1' }))
  expect(shells[0]).toContain('<html lang="en"')
  expect(shells[0]).toContain('id="inbox-place"')
  expect(new Set(shells).size).toBe(1)
  // The page that is no shell is each person's own: it is by who asks that they are compared.
  const [ownersPage, agentsPage] = [await pageOf(folder, owner, {}), await pageOf(folder, agent, {})]
  expect(ownersPage).toContain('Olive')
  expect(ownersPage).not.toBe(agentsPage)
})
