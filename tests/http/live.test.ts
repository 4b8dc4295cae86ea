import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { closeLiveStreams } from '@/app/_entrance/live-stream'
import { GET } from '@/app/t/[tenant]/live/route'
import { withTenant } from '@/lib/db/with-tenant'
import { announce, announceToEverybody } from '@/lib/live/announce'
import { stopLiveHub } from '@/lib/live/hub'
import { alarmChange, type LiveChange } from '@/lib/live/types'
import type { AgentScope } from '@/lib/tenancy/scope'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { type Browser, paramsOf, requestTo, signIn } from './support/request'

const database = testDatabase()
let world: World

beforeAll(async () => {
  world = await createWorld(database)
})
afterEach(() => vi.useRealTimers())
afterAll(stopLiveHub)

const change: LiveChange = { kind: 'ticket', ticketId: null, ticketNumber: 1, change: 'message' }

/** Reads frames until one holds the text. */
class Stream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  #text = ''
  constructor(
    response: Response,
    readonly leave: () => void,
  ) {
    if (!response.body) throw new Error('no stream')
    this.#reader = response.body.getReader()
  }
  async until(part: string): Promise<string> {
    while (!this.#text.includes(part)) {
      const { done, value } = await this.#reader.read()
      if (done) throw new Error(`ended before ${part}`)
      this.#text += new TextDecoder().decode(value)
    }
    return this.#text
  }
  async untilEnd(): Promise<string> {
    for (;;) {
      const { done, value } = await this.#reader.read()
      if (done) return this.#text
      this.#text += new TextDecoder().decode(value)
    }
  }
}

const ask = (
  browser: Browser,
  tenant: string,
  headers: Record<string, string> = {},
  signal = new AbortController().signal,
  query = '',
) =>
  GET(
    Object.defineProperty(
      requestTo(`/t/${tenant}/live${query}`, { cookie: browser.cookie, headers }),
      'signal',
      {
        value: signal,
      },
    ),
    paramsOf({ tenant }),
  )

async function open(
  browser: Browser,
  tenant: string,
  headers: Record<string, string> = {},
  query = '',
): Promise<Stream> {
  const away = new AbortController()
  const response = await ask(browser, tenant, headers, away.signal, query)
  expect(response.status).toBe(200)
  return new Stream(response, () => away.abort())
}

const tell = (scope: AgentScope, ...changes: LiveChange[]) => withTenant(scope, (db) => announce(db, changes))

test('a browser hears what is committed in its tenant, and nothing of another', async () => {
  const here = await open(await signIn(world.a.agent), 'alpha')
  const there = await open(await signIn(world.b.agent), 'beta')
  // The process listens from its first stream on, and says so when it does.
  await here.until('event: resync')
  await tell(world.a.agent, { ...change, ticketId: world.a.ticketId })
  await expect(
    withTenant(world.a.agent, async (db) => {
      await announce(db, [{ ...change, ticketNumber: 666 }])
      throw new Error('rolled back')
    }),
  ).rejects.toThrow('rolled back')
  await tell(world.b.agent, { ...change, ticketId: world.b.ticketId })
  const heard = await here.until(world.a.ticketId)
  const heardThere = await there.until(world.b.ticketId)
  expect(heard).not.toContain(world.b.ticketId)
  expect(heardThere).not.toContain(world.a.ticketId)
  expect(heard).not.toContain('666')
  expect(heard).not.toContain(world.a.tenantId)
  here.leave()
  there.leave()
  await Promise.all([here.untilEnd(), there.untilEnd()])
})

test('what concerns every tenant is heard in all of them, whichever process says it', async () => {
  const streams = [
    await open(await signIn(world.a.agent), 'alpha'),
    await open(await signIn(world.b.agent), 'beta'),
  ]
  await announceToEverybody(alarmChange)
  for (const stream of streams) {
    expect(await stream.until('"kind":"alarm"')).toContain('event: change')
    stream.leave()
    await stream.untilEnd()
  }
})

test('a browser that connects again is told to ask for everything', async () => {
  const browser = await signIn(world.a.agent)
  const first = await open(browser, 'alpha')
  expect(await first.until('\n\n')).toContain('event: open')
  const second = await open(browser, 'alpha', { 'last-event-id': '1' })
  expect(await second.until('\n\n')).toContain('event: resync')
  first.leave()
  second.leave()
  await Promise.all([first.untilEnd(), second.untilEnd()])
})

test.each([
  ['its session is revoked', 'UPDATE session SET revoked_at = now() WHERE user_id = $1'],
  ['the person leaves the tenant', 'UPDATE membership SET deactivated_at = now() WHERE user_id = $1'],
])('a stream ends within two heartbeats after %s', async (_, sql) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const who = sql.includes('session') ? world.a.owner : world.a.agent
  const stream = await open(await signIn(who), 'alpha')
  await vi.advanceTimersByTimeAsync(15_000)
  await stream.until(': still here')
  await database.query(sql, [who.actor.userId])
  const end = stream.untilEnd()
  await vi.advanceTimersByTimeAsync(15_000)
  await end
})

test('what changed between the reading of a page and its listening is asked for again', async () => {
  const browser = await signIn(world.b.owner)
  const first = await open(browser, 'beta')
  await first.until('event: open')
  // The hub of this process is young: what was before it is not known.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
  const firstWord = async (ageMs: number) => {
    const stream = await open(browser, 'beta', {}, `?since=${Date.now() - ageMs}`)
    const word = /event: (\w+)/.exec(await stream.until('\n\n'))?.[1]
    stream.leave()
    await stream.untilEnd()
    return word
  }
  expect(await firstWord(2_000)).toBe('open')
  expect(await firstWord(120_000)).toBe('resync')
  await tell(world.b.agent, { ...change, ticketId: world.b.ticketId })
  await first.until(world.b.ticketId)
  expect(await firstWord(2_000)).toBe('resync')
  await tell(world.a.agent, { ...change, ticketId: world.a.ticketId })
  vi.setSystemTime(Date.now() + 60_000)
  expect(await firstWord(2_000)).toBe('open')
  await announceToEverybody(alarmChange)
  await first.until('"kind":"alarm"')
  expect(await firstWord(2_000)).toBe('resync')
  first.leave()
  await first.untilEnd()
})

test('one person holds ten streams and no more; a closed one makes room', async () => {
  const browser = await signIn(world.b.shared)
  const streams = await Promise.all(Array.from({ length: 10 }, () => open(browser, 'beta')))
  const refused = await ask(browser, 'beta')
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ code: 'rate_limited' })
  streams[0]?.leave()
  await streams[0]?.untilEnd()
  const another = await open(browser, 'beta')
  for (const stream of [...streams.slice(1), another]) stream.leave()
})

test('a process that stops ends its streams', async () => {
  const stream = await open(await signIn(world.b.owner), 'beta')
  closeLiveStreams()
  await stream.untilEnd()
})

test('nobody listens to a foreign tenant, to an unknown one, or without signing in', async () => {
  const browser = await signIn(world.a.shared)
  await database.query('UPDATE membership SET deactivated_at = now() WHERE id = $1', [
    world.b.shared.actor.membershipId,
  ])
  expect((await ask(browser, 'beta')).status).toBe(404)
  expect((await ask(browser, 'nowhere')).status).toBe(404)
  expect((await ask({ sessionId: '', cookie: '' }, 'alpha')).status).toBe(401)
})
