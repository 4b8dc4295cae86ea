import { afterAll, beforeAll, expect, test } from 'vitest'
import { isAppError } from '@/lib/errors'
import { syncMailbox } from '@/lib/mailboxes/sync-mailbox'
import { systemScope } from '@/lib/tenancy/scope'
import { writeCounts } from '../../support/counts'
import { type CuttingProxy, startCuttingProxy } from '../../support/cutting-proxy'
import { mailText } from '../../support/ingest'
import { connect, database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import {
  addMailbox,
  attend,
  ingestAll,
  startLoop,
  syncPorts,
  type TestMailbox,
  until,
  visit,
} from './mailbox-world'

/** Lines that break, at every place where they can. `npm run proof:imap-cuts` breaks 500 of them. */
const isLong = process.env.POSTINO_CHAOS === 'long'
const seed = Number(process.env.POSTINO_CHAOS_SEED ?? 20_261_122)
const wantedCuts = isLong ? 500 : 28
let proxy: CuttingProxy

setUpMailboxes()
beforeAll(async () => {
  proxy = await startCuttingProxy(server.port)
})
afterAll(async () => {
  await proxy.close()
})

/** What the client says when a phase begins, and about how much the server says in it. */
const phases = {
  greeting: { since: undefined, bytes: 110 },
  login: { since: /LOGIN|AUTHENTICATE/i, bytes: 320 },
  select: { since: /EXAMINE|SELECT/, bytes: 420 },
  search: { since: /UID SEARCH/, bytes: 90 },
  heads: { since: /FETCH [^\r]*HEADER/, bytes: 700 },
  literal: { since: /FETCH [^\r]*BODY\.PEEK\[\]/, bytes: 3_200 },
  idle: { since: /IDLE/, bytes: 40 },
}
const names = Object.keys(phases) as (keyof typeof phases)[]

test(`a connection cut after any number of bytes, in every phase of it, loses nothing and doubles nothing`, {
  timeout: isLong ? 560_000 : 90_000,
}, async () => {
  const random = randomFrom(seed)
  const mailbox = await connect({ user: 'cut', port: proxy.port })
  await visit(rig, world.a, mailbox)
  const bodies = new Map<string, string>()
  const cutsIn: Record<string, number> = {}
  const startedAt = Date.now()
  await server.asPerson('cut', async (person) => {
    const deliver = async () => {
      const i = bodies.size
      const body = `${i} ${'x'.repeat(Math.floor(random() * 3_000))}\n`
      bodies.set(`Cut ${i}`, body)
      const mail = mailText({ Subject: `Cut ${i}` }, body).replaceAll('\n', '\r\n')
      await person.append('INBOX', mail)
    }
    for (let turn = 0; proxy.cuts() < wantedCuts && turn < wantedCuts * 4; turn++) {
      const name = names[turn % names.length] ?? 'greeting'
      const { since, bytes } = phases[name]
      if (turn % 3 === 0) await deliver()
      const before = proxy.cuts()
      proxy.cutAfter(Math.floor(random() * bytes), since)
      await tolerant(name === 'idle' ? listenOnce(mailbox, deliver) : visitOnce(mailbox, random() < 0.3))
      cutsIn[name] = (cutsIn[name] ?? 0) + proxy.cuts() - before
    }
  })
  proxy.cutAfter(null)
  // What was asked for again and again in vain has a pause.
  await database.query('UPDATE mailbox_mail SET next_attempt_at = now() WHERE mailbox_id = $1', [
    mailbox.mailboxId,
  ])
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)

  const texts = await database.query<{ subject: string; text: string }>(
    `SELECT subject, visible_text AS text FROM message WHERE subject LIKE 'Cut %'`,
  )
  const found = new Map(texts.map(({ subject, text }) => [subject, text.trim()]))
  const lost = [...bodies].filter(([subject, body]) => found.get(subject) !== body.trim()).length
  const doubled = texts.length - found.size
  const result = { seed, cuts: proxy.cuts(), cutsIn, mails: bodies.size, lost, doubled }
  if (isLong) await writeCounts('imap-cuts', { ...result, ms: Date.now() - startedAt })
  expect(result).toMatchObject({ lost: 0, doubled: 0 })
  expect(proxy.cuts(), JSON.stringify(result)).toBeGreaterThanOrEqual(wantedCuts)
  for (const name of names) expect(cutsIn[name], name).toBeGreaterThan(0)
})

test('a line that breaks again and again is not dialled faster than the host is promised', {
  timeout: 60_000,
}, async () => {
  await database.query('UPDATE mailbox SET paused_at = now()')
  const loginEveryMs = 2_000
  const before = proxy.heard().length
  proxy.cutAfter(0, /UID SEARCH/)
  for (const user of ['restless', 'nervous'])
    await addMailbox(rig, world.b, { user, port: proxy.port, password: server.password })
  const logins = () =>
    proxy
      .heard()
      .slice(before)
      .match(/AUTHENTICATE/g)?.length ?? 0
  const loop = startLoop(rig, [world.b], { loginEveryMs })
  const startedAt = Date.now()
  try {
    await until(async () => logins() >= 5, 30_000)
  } finally {
    await loop.stop()
    proxy.cutAfter(null)
  }
  // Each mailbox's first login goes at once; all others wait their turn at the host.
  const turns = Math.floor((Date.now() - startedAt) / loginEveryMs)
  expect(logins()).toBeLessThanOrEqual(2 + turns)
})

const visitOnce = (mailbox: TestMailbox, isThorough: boolean) =>
  visit(rig, world.a, mailbox, { isThorough }).then(() => {})

/** Listens until a mail comes, then looks. */
const listenOnce = (mailbox: TestMailbox, deliver: () => Promise<void>): Promise<void> =>
  attend(rig, world.a, mailbox, async (leased, session) => {
    const scope = systemScope(world.a.tenantId, 'test')
    const pass = { isThorough: false, sentFolder: null, isIdle: true }
    await syncMailbox(scope, leased, session, pass, syncPorts(rig))
    const listening = session.waitForChange(1_500, AbortSignal.timeout(5_000))
    await deliver()
    await listening
    await syncMailbox(scope, leased, session, pass, syncPorts(rig))
  })

async function tolerant(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!isAppError(error, 'mailbox_trouble')) throw error
  }
}

function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
