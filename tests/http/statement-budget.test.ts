import pg from 'pg'
import { beforeAll, expect, test, vi } from 'vitest'
import { pathHeader } from '@/app/_entrance/path-header'
import { GET as overviewRoute } from '@/app/t/[tenant]/data/overview/route'
import { GET as ticketRoute } from '@/app/t/[tenant]/data/tickets/[number]/route'
import { GET as listRoute } from '@/app/t/[tenant]/data/tickets/route'
import { InboxPage } from '@/app/t/[tenant]/tickets/inbox-page'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { asBrowser } from './support/next-headers'
import { type Browser, paramsOf, requestTo, signIn } from './support/request'

vi.mock('next/headers', () => import('./support/next-headers'))

const database = testDatabase()
let world: World
let agent: Browser

beforeAll(async () => {
  world = await createWorld(database)
  agent = await signIn(world.a.agent)
})

/** What reaches PostgreSQL while this runs, whoever sends it. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    // The end of the transaction follows the answer.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return query.mock.calls.map(([asked]) => {
      const { text } = typeof asked === 'string' ? { text: asked } : (asked as { text: string })
      return text.trim().split('\n')[0] ?? ''
    })
  } finally {
    query.mockRestore()
  }
}

const page = (number: string | null, query = {}) =>
  asBrowser({ cookie: agent.cookie, [pathHeader]: '/t/alpha/tickets' }, async () => {
    const drawn = await InboxPage({ tenantSlug: world.a.slug, query, number })
    expect(JSON.parse(drawn.props.seed)).toMatchObject({
      ticket: number === null ? null : { number: Number(number) },
    })
  })

type Route = (
  request: ReturnType<typeof requestTo>,
  context: ReturnType<typeof paramsOf>,
) => Promise<Response>

async function ask(route: unknown, path: string, params: Record<string, string>): Promise<void> {
  const request = requestTo(path, { cookie: agent.cookie })
  const answer = await (route as Route)(request, paramsOf({ tenant: world.a.slug, ...params }))
  expect(answer.status).toBe(200)
}

// The session with the place in the tenant, and the transaction around what is read: its beginning in the tenant, COMMIT.
const around = 3

test.each([
  ['the list', 1, () => ask(listRoute, '/t/alpha/data/tickets?view=all', {})],
  ['the list by subject', 2, () => ask(listRoute, '/t/alpha/data/tickets?subject=order', {})],
  ['a ticket', 5, () => ask(ticketRoute, '/t/alpha/data/tickets/1', { number: '1' })],
  ['what stands beside the list', 1, () => ask(overviewRoute, '/t/alpha/data/overview', {})],
  ['the page of the list', 2, () => page(null)],
  ['the page of the list by subject', 3, () => page(null, { subject: 'order' })],
  ['the page of a ticket', 7, () => page('1')],
])('%s takes %i statements', async (_, reads, work) => {
  const statements = await statementsOf(work)
  expect(statements).toHaveLength(around + reads)
  expect(statements.filter((text) => /^BEGIN/.test(text))).toHaveLength(1)
})
