import { beforeAll, describe, expect, test } from 'vitest'
import { createMailbox } from '@/lib/mailboxes/create-mailbox'
import { getMailboxHealth } from '@/lib/mailboxes/get-mailbox-health'
import * as inputs from '@/lib/mailboxes/inputs'
import { listForwardingAddresses } from '@/lib/mailboxes/list-forwarding-addresses'
import { listMailboxes } from '@/lib/mailboxes/list-mailboxes'
import { pauseMailbox } from '@/lib/mailboxes/pause-mailbox'
import { removeMailbox } from '@/lib/mailboxes/remove-mailbox'
import { resumeMailbox } from '@/lib/mailboxes/resume-mailbox'
import { testMailbox } from '@/lib/mailboxes/test-mailbox'
import { updateMailbox } from '@/lib/mailboxes/update-mailbox'
import { mailText } from '../../support/ingest'
import { database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { keys, startLoop, until } from './mailbox-world'

setUpMailboxes()
beforeAll(async () => {
  rig.open(server.port)
})

const ports = { sealingKeys: keys }
const form = (user: string, part: Record<string, unknown> = {}) => ({
  name: user,
  address: `${user}@business.example`,
  host: 'mail.business.example',
  port: server.port,
  encryption: 'none',
  username: user,
  password: server.password,
  queueId: world.a.queueId,
  isWeakConfirmed: true,
  ...part,
})
const create = async (user: string, part?: Record<string, unknown>) => {
  const input = inputs.CreateMailboxInput.parse(form(user, part))
  const { mailboxId } = await createMailbox(world.a.owner, input, ports)
  return inputs.MailboxId.parse(mailboxId)
}
const update = (mailboxId: string, user: string, part?: Record<string, unknown>) => {
  const { address: _, ...rest } = form(user, part)
  return updateMailbox(world.a.owner, inputs.UpdateMailboxInput.parse({ ...rest, mailboxId }), ports)
}
const resume = (mailboxId: string, importDays = 0) =>
  resumeMailbox(world.a.owner, inputs.ResumeMailboxInput.parse({ mailboxId, importDays }))
const dto = async (mailboxId: string) => {
  const { mailboxes } = await listMailboxes(world.a.owner)
  const found = mailboxes.find(({ id }) => id === mailboxId)
  if (!found) throw new Error('not listed')
  return found
}
const auditOf = (mailboxId: string) =>
  database.query<{ action: string; details: Record<string, unknown> }>(
    `SELECT action, details FROM audit_entry WHERE details->>'mailboxId' = $1 ORDER BY at, id`,
    [mailboxId],
  )
const subjects = async (like: string) =>
  (
    await database.query<{ subject: string }>('SELECT subject FROM ticket WHERE subject LIKE $1 ORDER BY 1', [
      like,
    ])
  ).map((row) => row.subject)

describe('what an administrator sets', () => {
  test('a new mailbox is not read before somebody starts it, and then from that moment on', async () => {
    await server.deliver('fresh', mailText({ Subject: 'Fresh: before' }), {
      receivedAt: new Date(Date.now() - 3_600_000),
    })
    const mailboxId = await create('fresh')
    expect(await dto(mailboxId)).toMatchObject({
      isPaused: true,
      cutOffAt: null,
      auth: 'password',
      state: 'new',
    })
    const loop = startLoop(rig, [world.a])
    try {
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(await subjects('Fresh:%')).toEqual([])
      await resume(mailboxId)
      await until(async () => (await dto(mailboxId)).state === 'well')
      await server.deliver('fresh', mailText({ Subject: 'Fresh: after' }))
      await until(async () => (await subjects('Fresh:%')).length > 0)
      await pauseMailbox(world.a.owner, inputs.PauseMailboxInput.parse({ mailboxId }))
      await until(async () => {
        const [row] = await database.query<{ isFree: boolean }>(
          'SELECT leased_until IS NULL AS "isFree" FROM mailbox_connection WHERE mailbox_id = $1',
          [mailboxId],
        )
        return row?.isFree
      })
      await server.deliver('fresh', mailText({ Subject: 'Fresh: paused' }))
      await new Promise((resolve) => setTimeout(resolve, 700))
      expect(await subjects('Fresh:%')).toEqual(['Fresh: after'])
      await resume(mailboxId)
      await until(async () => (await subjects('Fresh:%')).length > 1)
    } finally {
      await loop.stop()
    }
    expect(await subjects('Fresh:%')).toEqual(['Fresh: after', 'Fresh: paused'])
    expect((await auditOf(mailboxId)).map(({ action }) => action)).toEqual([
      'mailbox_created',
      'mailbox_resumed',
      'mailbox_paused',
      'mailbox_resumed',
    ])
  })

  test('who asks for the last days gets them', async () => {
    const old = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)
    await server.deliver('history', mailText({ Subject: 'History: 10 days' }), { receivedAt: old(10) })
    await server.deliver('history', mailText({ Subject: 'History: 3 days' }), { receivedAt: old(3) })
    const mailboxId = await create('history')
    await resume(mailboxId, 7)
    const loop = startLoop(rig, [world.a])
    await until(async () => (await subjects('History:%')).length > 0)
    await loop.stop()
    expect(await subjects('History:%')).toEqual(['History: 3 days'])
  })

  test('giving up protection needs a word of its own and is written down; a pinned certificate does not', async () => {
    const refused = async (part: Record<string, unknown>) =>
      expect(create('weak', { isWeakConfirmed: false, ...part })).rejects.toMatchObject({
        code: 'invalid_input',
        details: { fields: ['isWeakConfirmed'] },
      })
    await refused({ encryption: 'none' })
    await refused({ encryption: 'tls', isCertificateChecked: false })
    await refused({ encryption: 'tls', isLoginOff: true })
    const weak = await create('weak', { encryption: 'none' })
    expect(await auditOf(weak)).toMatchObject([{ action: 'mailbox_created', details: { isWeak: true } }])
    const pinned = {
      encryption: 'tls',
      isCertificateChecked: false,
      pinnedFingerprint: `${'AB:'.repeat(31)}AB`,
    }
    const safe = await create('pinned', { isWeakConfirmed: false, ...pinned })
    expect(await dto(safe)).toMatchObject({ pinnedFingerprint: 'ab'.repeat(32) })
    expect(await auditOf(safe)).toMatchObject([{ details: { isWeak: false } }])
  })

  test('a provider’s name fills in its server; the password is told to nobody', async () => {
    const mailboxId = await create('gmail', {
      provider: 'google',
      host: '',
      encryption: 'tls',
      password: 'abcd efgh ijkl mnop',
      isWeakConfirmed: false,
    })
    const shown = await dto(mailboxId)
    expect(shown).toMatchObject({ provider: 'google', host: 'imap.gmail.com', port: 993, encryption: 'tls' })
    expect(shown.trustedServer).toBe('mx.google.com')
    expect(JSON.stringify(shown)).not.toMatch(/abcd|mnop/)
    const rows = await database.query('SELECT * FROM credential')
    expect(JSON.stringify(rows)).not.toMatch(/abcdefgh|mnop/)
  })

  test('an agent’s own address asks first; the address becomes one of our own', async () => {
    const own = { address: 'owner@alpha.test' }
    await expect(create('personal', own)).rejects.toMatchObject({
      details: { fields: ['isPersonalConfirmed'] },
    })
    await create('personal', { ...own, isPersonalConfirmed: true })
    const rows = await database.query(`SELECT 1 FROM blocked_address WHERE address_key = 'owner@alpha.test'`)
    expect(rows).toHaveLength(1)
  })

  test('removed: unlisted, its password gone, its tickets there', async () => {
    const mailboxId = await create('removed')
    await removeMailbox(world.a.owner, inputs.RemoveMailboxInput.parse({ mailboxId }))
    const { mailboxes } = await listMailboxes(world.a.owner)
    expect(mailboxes.map(({ id }) => id)).not.toContain(mailboxId)
    expect(await database.query(`SELECT 1 FROM credential WHERE account = 'removed'`)).toEqual([])
    await expect(update(mailboxId, 'removed')).rejects.toMatchObject({ code: 'not_found' })
  })

  test('ten tests an hour, and no more', async () => {
    const mailboxId = await create('tested')
    const ask = () => testMailbox(world.b.owner, inputs.TestMailboxInput.parse({ mailboxId }))
    await expect(ask()).rejects.toMatchObject({ code: 'not_found' })
    const mine = () => testMailbox(world.a.owner, inputs.TestMailboxInput.parse({ mailboxId }))
    for (let i = 0; i < 10; i++) await mine()
    await expect(mine()).rejects.toMatchObject({ code: 'rate_limited' })
    await database.query('DELETE FROM mailbox_test')
  })
})

test('three refused logins, and nobody tries any more until another password is put in', async () => {
  const mailboxId = await create('locked', { password: 'wrong' })
  await resume(mailboxId)
  const failures = async () => {
    const [row] = await database.query<{ count: number }>(
      'SELECT refusals AS count FROM mailbox_connection WHERE mailbox_id = $1',
      [mailboxId],
    )
    return row?.count ?? 0
  }
  const hurry = setInterval(() => {
    void database.query(
      'UPDATE mailbox_connection SET next_attempt_at = now() WHERE mailbox_id = $1 AND leased_until IS NULL AND next_attempt_at > now()',
      [mailboxId],
    )
  }, 50)
  const loop = startLoop(rig, [world.a])
  try {
    await until(async () => (await failures()) >= 6)
    const refusedLogins = (await server.log()).match(/static\(locked,.*Password mismatch/g) ?? []
    expect(refusedLogins).toHaveLength(3)
    expect((await dto(mailboxId)).state).toBe('password-refused')
    await update(mailboxId, 'locked')
    await until(async () => (await dto(mailboxId)).state === 'well')
  } finally {
    clearInterval(hurry)
    await loop.stop()
  }
}, 90_000)

test('the addresses to forward to are listed, each tenant’s own, and the first mail shows that forwarding works', async () => {
  expect(await listForwardingAddresses(world.a.owner)).toMatchObject([
    { address: world.a.creationAddress, isUsed: false },
  ])
  await rig.pipeline.deliver(world.a, mailText({ Subject: 'Forwarded here' }))
  expect(await listForwardingAddresses(world.a.owner)).toMatchObject([
    { address: world.a.creationAddress, isUsed: true },
  ])
  expect(await listForwardingAddresses(world.b.owner)).toMatchObject([
    { address: world.b.creationAddress, isUsed: false },
  ])
})

test('the balance closes: what was seen is what became of it, and a line too many is noticed', async () => {
  const mailboxId = await create('balanced')
  await resume(mailboxId)
  const twice = mailText({ Subject: 'Balance 0', 'Message-ID': '<twice@x.example>' })
  await server.deliver('balanced', twice)
  await server.deliver('balanced', twice)
  await server.deliver('balanced', mailText({ Subject: 'Balance 1' }))
  await server.deliver('balanced', mailText({ From: 'balanced@business.example', Subject: 'From ourselves' }))
  const loop = startLoop(rig, [world.a])
  const health = () => getMailboxHealth(world.a.owner, inputs.GetMailboxHealthInput.parse({ mailboxId }))
  await until(async () => {
    const balance = await health()
    return balance.seen === 4 && balance.pending === 0
  })
  await loop.stop()
  expect(await health()).toMatchObject({
    seen: 4,
    messages: 2,
    duplicates: 1,
    quarantine: 1,
    heldBack: 0,
    gone: 0,
    isClosed: true,
  })
  await database.query(`DELETE FROM raw_mail WHERE mailbox_id = $1 AND subject = 'Balance 1'`, [mailboxId])
  expect((await health()).isClosed).toBe(false)
})
