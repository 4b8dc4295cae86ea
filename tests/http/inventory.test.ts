import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { EntranceFacts } from '@/app/_entrance/inventory'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import {
  type Entry,
  isServerActionFile,
  listEntries,
  listFiles,
  loadModule,
  sourceOf,
} from './support/inventory'
import { paramsOf, requestTo } from './support/request'

let entries: Entry[]

beforeAll(async () => {
  entries = await listEntries()
})

/** Pages that nobody has to be signed in for. */
const openPages: Record<string, string> = {
  '/': 'sends on: to sign in, or to the first tenant',
  '/sign-in': 'asks who is there',
  '/reference': 'says how programs ask, and holds nothing of any tenant',
  '/postoffice': 'the demo’s post office: only with POSTINO_DEMO=1, which is refused beyond loopback',
}

/** Routes that nobody has to be signed in for. */
const openRoutes = [
  'GET /api/auth/[...nextauth]',
  'GET /api/health',
  'GET /api/oauth/[provider]/callback',
  'GET /api/v1/openapi.json',
  'POST /api/auth/[...nextauth]',
  'POST /api/inbound/[endpointId]',
  'POST /api/webhooks/resend',
  'POST /api/webhooks/resend/[channelId]',
]

const isPostOffice = (entry: Entry): boolean => / ?\/postoffice\b/.test(entry.name)

test('every route and every action is wrapped by an entrance', () => {
  const bare = entries.filter((entry) => entry.kind !== 'page' && entry.facts === undefined)
  expect(bare.map((entry) => `${entry.name} in ${entry.file}`)).toEqual([])
})

test('only the listed routes are open, and each says why', () => {
  const open = entries.filter((entry) => entry.facts?.kind === 'open' && !isPostOffice(entry))
  expect(open.map((entry) => entry.name)).toEqual(openRoutes)
})

test('the post office of the demo is nowhere else', async () => {
  const routes = entries.filter((entry) => entry.kind === 'route' && isPostOffice(entry))
  expect(routes.length).toBeGreaterThan(0)
  for (const { handler, name } of routes) {
    if (typeof handler !== 'function') throw new Error(name)
    const [method] = name.split(' ')
    const request = requestTo('/postoffice', { method: method ?? 'GET' })
    const response = await handler(request, paramsOf({ mailId: 'x', index: '0' }))
    expect(response.status, name).toBe(404)
  }
})

test('routes of agents stand below a tenant, and take nothing that is not listed', () => {
  for (const entry of entries) {
    if (entry.facts === undefined || entry.facts.kind === 'open') continue
    if (entry.facts.kind === 'api') expect(entry.name).toMatch(/^[A-Z]+ \/api\/v1\//)
    else if (entry.kind === 'route') expect(entry.name).toMatch(/\/\[tenant\](?:\/|$)/)
    const { input } = entry.facts
    expect(input, entry.name).toBeInstanceOf(z.ZodObject)
    expect(input.safeParse({ somethingElse: 1 }).success, entry.name).toBe(false)
  }
})

test('every route answers HEAD and OPTIONS itself, with 405', async () => {
  for (const file of listFiles('app').filter((name) => name.endsWith('/route.ts'))) {
    const module = await loadModule(file)
    expect([module.HEAD, module.OPTIONS], file).toEqual([methodNotAllowed, methodNotAllowed])
  }
  expect(methodNotAllowed().status).toBe(405)
})

test('no function becomes an action inside another file', () => {
  const inline = listFiles('app')
    .concat(listFiles('components'))
    .filter((file) => /['"]use server['"]/.test(sourceOf(file)) && !isServerActionFile(file))
  expect(inline).toEqual([])
})

test('every page asks who is there by itself, unless it is on the list of open ones', () => {
  for (const entry of entries.filter((one) => one.kind === 'page')) {
    const isGuarded = [entry.file, ...siblingsOf(entry.file)].some((file) =>
      /await requireAgent\(/.test(sourceOf(file)),
    )
    expect(isGuarded || entry.name in openPages, `${entry.file} calls requireAgent`).toBe(true)
    if (entry.name.includes('[tenant]')) expect(isGuarded, entry.file).toBe(true)
  }
})

test('layouts hold no data: they are not asked again when somebody moves between pages', () => {
  for (const file of listFiles('app').filter((name) => name.endsWith('/layout.tsx')))
    expect(sourceOf(file), file).not.toMatch(/from '@\/lib\/(?!errors|result)/)
})

test('what can be called is what was reviewed', async () => {
  const matrix = entries.map(({ kind, name, facts, ids }) => ({
    kind,
    name,
    ...(facts === undefined ? {} : guardOf(facts)),
    ...(Object.keys(ids).length === 0 ? {} : { ids }),
  }))
  await expect(`${JSON.stringify(matrix, null, 2)}\n`).toMatchFileSnapshot('./isolation-matrix.json')
})

function guardOf(facts: EntranceFacts): Record<string, string> {
  if (facts.kind === 'open') return { open: facts.reason }
  return facts.kind === 'api' ? { scope: facts.operation.scope } : { perm: facts.perm }
}

/** What a page imports from its own folder or the one above, where two pages share their work. */
function siblingsOf(file: string): string[] {
  const known = listFiles('app')
  return [...sourceOf(file).matchAll(/from '(\.{1,2}\/[\w-]+)'/g)]
    .map(([, name = '']) => `${path.join(path.dirname(file), name)}.tsx`)
    .filter((sibling) => known.includes(sibling) && !/^\s*['"]use client['"]/.test(sourceOf(sibling)))
}
