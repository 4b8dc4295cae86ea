import { beforeAll, expect, test } from 'vitest'
import { createChannel } from '@/lib/channels/create-channel'
import { CreateChannelInput, UpdateChannelInput } from '@/lib/channels/inputs'
import { updateChannel } from '@/lib/channels/update-channel'
import { createMailbox } from '@/lib/mailboxes/create-mailbox'
import { CreateMailboxInput, UpdateMailboxInput } from '@/lib/mailboxes/inputs'
import { updateMailbox } from '@/lib/mailboxes/update-mailbox'
import { testDatabase } from '../../support/database'
import { createWorld, type World } from '../../support/world'
import { keys } from '../mailboxes/mailbox-world'

/** Whoever may change settings must not learn a stored password by sending the worker to a server of his own. */
const database = testDatabase()
let world: World
beforeAll(async () => {
  world = await createWorld(database)
})

const ports = { sealingKeys: keys }
const server = { host: 'mail.business.example', port: 993, encryption: 'tls', isWeakConfirmed: true }
/** Each of them leads elsewhere, or lets somebody on the way pass for the server. */
const elsewhere = {
  host: { host: 'evil.example' },
  port: { port: 1_993 },
  encryption: { encryption: 'none' },
  certificate: { isCertificateChecked: false },
  pin: { pinnedFingerprint: 'ab'.repeat(32) },
}
const fieldsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: { details?: { fields?: string[] } }) => error.details?.fields,
  )

async function createMailboxFor(user: string) {
  const form = { name: user, username: user, ...server, queueId: world.a.queueId }
  const input = { ...form, address: `${user}@business.example`, password: 'kept password' }
  const { mailboxId } = await createMailbox(world.a.owner, CreateMailboxInput.parse(input), ports)
  const update = (part: Record<string, unknown>) =>
    updateMailbox(world.a.owner, UpdateMailboxInput.parse({ ...form, mailboxId, ...part }), ports)
  const row = async () =>
    (
      await database.query(
        `SELECT host, port, encryption, is_certificate_checked, pinned_fingerprint, auth, credential_id
         FROM mailbox_connection WHERE mailbox_id = $1`,
        [mailboxId],
      )
    )[0]
  return { mailboxId, update, row }
}

test.each(Object.entries(elsewhere))(
  'a mailbox’s password goes to no other server: %s',
  async (name, part) => {
    const { update, row } = await createMailboxFor(`in-${name}`)
    const before = await row()
    expect(await fieldsOf(update(part))).toEqual(['password'])
    expect(await row()).toEqual(before)
    expect(await fieldsOf(update({ folder: 'Support', host: 'MAIL.business.example' }))).toEqual([])
    expect(await fieldsOf(update({ ...part, password: 'given again' }))).toEqual([])
    expect(await row()).not.toEqual(before)
  },
)

test.each(Object.entries(elsewhere))(
  'a channel’s password goes to no other server: %s',
  async (name, part) => {
    const form = { name, fromName: 'Desk', ...server, username: 'desk' }
    const created = { ...form, kind: 'smtp', fromAddress: `out-${name}@business.example`, secret: 'kept' }
    const { channelId } = await createChannel(world.a.owner, CreateChannelInput.parse(created), ports)
    const update = (over: Record<string, unknown>) => {
      const input = { ...form, channelId, isActive: true, isDefault: false, ...over }
      return updateChannel(world.a.owner, UpdateChannelInput.parse(input), ports)
    }
    expect(await fieldsOf(update(part))).toEqual(['secret'])
    const [row] = await database.query('SELECT host, port FROM outbound_channel WHERE id = $1', [channelId])
    expect(row).toEqual({ host: server.host, port: server.port })
    expect(await fieldsOf(update({ fromName: 'Help' }))).toEqual([])
    expect(await fieldsOf(update({ ...part, secret: 'given again' }))).toEqual([])
  },
)

test.each(Object.entries(elsewhere))('a consent holds for its own server: %s', async (name, part) => {
  const { mailboxId, update, row } = await createMailboxFor(`consent-${name}`)
  await database.query(
    `UPDATE credential SET kind = 'oauth', provider = 'microsoft'
     WHERE id = (SELECT credential_id FROM mailbox_connection WHERE mailbox_id = $1)`,
    [mailboxId],
  )
  await database.query(`UPDATE mailbox_connection SET auth = 'oauth' WHERE mailbox_id = $1`, [mailboxId])
  const before = await row()
  expect(await fieldsOf(update(part))).toEqual(['host'])
  expect(await fieldsOf(update({ ...part, password: 'another' }))).toEqual(['host'])
  expect(await row()).toEqual(before)
  expect(await fieldsOf(update({ folder: 'Support' }))).toEqual([])
})
