import { beforeAll, expect, test } from 'vitest'
import { SetMailboxReplyViaInput, SetQueueReplyViaInput } from '@/lib/channels/inputs'
import { listReplyRoutes } from '@/lib/channels/list-reply-routes'
import { removeChannel } from '@/lib/channels/remove-channel'
import { setMailboxReplyVia, setQueueReplyVia } from '@/lib/channels/set-reply-via'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import { testDatabase } from '../../support/database'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let a: TenantWorld

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

const addChannel = async (name: string): Promise<string> => {
  const id = newId()
  const row = { id, kind: 'system' as const, name, fromName: name, fromAddress: `${name}@alpha.test` }
  await withTenant(a.owner, (db) => db.outboundChannel.create({ data: row }))
  return id
}
const ofMailbox = (channelId: string | null, mailboxId = a.mailboxId) =>
  setMailboxReplyVia(a.owner, SetMailboxReplyViaInput.parse({ mailboxId, channelId }))
const ofQueue = (channelId: string | null, queueId = a.queueId) =>
  setQueueReplyVia(a.owner, SetQueueReplyViaInput.parse({ queueId, channelId }))
const answersFrom = async (): Promise<string | null> => {
  const { replyPlan } = await getTicket(a.agent, GetTicketInput.parse({ number: a.ticketNumber }))
  return replyPlan.ok ? replyPlan.from.address : null
}

test('what is chosen is what the composer shows: the queue before the mailbox before the default', async () => {
  const [mailboxes, queues] = [await addChannel('mailboxes'), await addChannel('queues')]
  expect(await answersFrom()).toBe(a.channelAddress)
  await ofMailbox(mailboxes)
  expect(await answersFrom()).toBe('mailboxes@alpha.test')
  await ofQueue(queues)
  expect(await answersFrom()).toBe('queues@alpha.test')
  const routes = await listReplyRoutes(a.owner)
  expect(routes.mailboxes.find(({ id }) => id === a.mailboxId)?.channelId).toBe(mailboxes)
  expect(routes.queues.find(({ id }) => id === a.queueId)?.channelId).toBe(queues)

  await ofQueue(null)
  expect(await answersFrom()).toBe('mailboxes@alpha.test')
  await ofMailbox(null)
  expect(await answersFrom()).toBe(a.channelAddress)
  const audit = await database.query<{ details: Record<string, string | null> }>(
    `SELECT details FROM audit_entry WHERE action = 'reply_via_changed' ORDER BY at, id`,
  )
  expect(audit.map(({ details }) => details)).toEqual([
    { mailboxId: a.mailboxId, channelId: mailboxes },
    { queueId: a.queueId, channelId: queues },
    { queueId: a.queueId, channelId: null },
    { mailboxId: a.mailboxId, channelId: null },
  ])
})

test('nothing answers by a channel that was removed, or that is another tenant’s', async () => {
  const gone = await addChannel('gone')
  await removeChannel(a.owner, { channelId: SetMailboxReplyViaInput.shape.channelId.unwrap().parse(gone) })
  const missing = { code: 'not_found' }
  for (const channelId of [gone, world.b.channelId, newId()]) {
    await expect(ofMailbox(channelId)).rejects.toMatchObject(missing)
    await expect(ofQueue(channelId)).rejects.toMatchObject(missing)
  }
  await expect(ofMailbox(a.channelId, world.b.mailboxId)).rejects.toMatchObject(missing)
  await expect(ofQueue(a.channelId, world.b.queueId)).rejects.toMatchObject(missing)
})
