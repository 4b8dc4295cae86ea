import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const giveUpMs = 10_000
const warmUp = 5

/**
 * Answers tickets by the command that the composer gives, one after the other, and waits for each mail at the SMTP sink.
 *
 * @param {{ rootDir: string, visitor: import('./visitor.mjs').Visitor, slug: string, count: number, sink: object }} what
 * @returns {Promise<{ acceptedMs: number[], atSinkMs: number[] }>} from the command's first byte
 */
export async function writeReplies({ rootDir, visitor, slug, count, sink }) {
  const actionId = findAction(rootDir, 'replyAction')
  const tickets = await findTickets(visitor, slug, count + warmUp)
  const acceptedMs = []
  const atSinkMs = []
  for (const [index, ticket] of tickets.entries()) {
    const startedAt = performance.now()
    const answer = await reply(visitor, slug, actionId, ticket)
    const arrivedAt = await untilTaken(sink, ticket.requester.address)
    if (index < warmUp) continue
    acceptedMs.push(answer.ms)
    atSinkMs.push(arrivedAt - startedAt)
  }
  return { acceptedMs, atSinkMs }
}

/** Open tickets, one a customer, so that a mail's recipient says which reply it is. */
async function findTickets(visitor, slug, count) {
  const byCustomer = new Map()
  let cursor = ''
  while (byCustomer.size < count) {
    const answer = await visitor.get(`/t/${slug}/data/tickets?limit=100${cursor}`, 'application/json')
    const { items, nextCursor } = JSON.parse(answer.text())
    for (const item of items) byCustomer.set(item.requester.address, item)
    if (nextCursor === null) throw new Error(`fewer than ${count} customers have open tickets`)
    cursor = `&cursor=${nextCursor}`
  }
  return [...byCustomer.values()].slice(0, count)
}

async function reply(visitor, slug, actionId, ticket) {
  const input = {
    ticketId: ticket.id,
    html: '<p>Thank you for writing. We have sent you a new one, it will be with you tomorrow.</p>',
    uploads: [],
    addCc: [],
    idempotencyKey: randomUUID(),
  }
  const answer = await visitor.post(
    `/t/${slug}/tickets/${ticket.number}`,
    { accept: 'text/x-component', 'next-action': actionId, 'content-type': 'text/plain;charset=UTF-8' },
    JSON.stringify([slug, input]),
  )
  if (answer.status !== 200 || !answer.text().includes('"ok":true'))
    throw new Error(`the reply was answered ${answer.status}: ${answer.text().slice(0, 300)}`)
  return answer
}

async function untilTaken(sink, address) {
  const deadline = performance.now() + giveUpMs
  while (performance.now() < deadline) {
    const found = sink.taken().find(({ to }) => to === address)
    if (found) return found.at
    await sleep(2)
  }
  throw new Error(`the reply to ${address} did not come within ${giveUpMs} ms`)
}

/** The name by which the browser calls an action is made by the build. */
function findAction(rootDir, name) {
  const file = path.join(rootDir, '.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(file, 'utf8'))
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === name)
  if (!found) throw new Error(`the build knows no action ${name}`)
  return found[0]
}
