import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import { listQuarantine } from '@/lib/quarantine/list-quarantine'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { getTrail } from '@/lib/tickets/get-trail'
import * as inputs from '@/lib/tickets/inputs'
import { testDatabase } from '../../support/database'
import { createWorld, type TenantWorld, type World } from '../../support/world'

const database = testDatabase()
let world: World
let a: TenantWorld

beforeAll(async () => {
  world = await createWorld(database)
  a = world.a
})

describe('the quarantine', () => {
  const keep = async (tenant: TenantWorld, mailState: string): Promise<string> => {
    const id = newId()
    await database.query(
      `INSERT INTO raw_mail (id, tenant_id, mailbox_id, source, recipient, envelope_from, size_bytes, sha256, received_at,
         state, outcome, reason, subject, attempts, trail)
       VALUES ($1, $2, $3, 'smtp', $4, 'x@y.example', 10, $5, now(), $6::raw_mail_state, 'quarantine', 'pipeline-error',
         'Broken', 3, '[{"stage":"parse","code":"failed","data":{}}]')`,
      [id, tenant.tenantId, tenant.mailboxId, tenant.creationAddress, id, mailState],
    )
    return id
  }
  const retry = (rawMailId: string) =>
    retryQuarantinedMail(a.agent, inputs.RetryQuarantinedMailInput.parse({ rawMailId }))

  test('lists what waits, page by page, each with its reason', async () => {
    const ids = [await keep(a, 'quarantined'), await keep(a, 'quarantined'), await keep(a, 'quarantined')]
    await keep(world.b, 'quarantined')
    await keep(a, 'processed')
    const first = await listQuarantine(a.agent, inputs.ListQuarantineInput.parse({ limit: 2 }))
    const rest = await listQuarantine(
      a.agent,
      inputs.ListQuarantineInput.parse({ limit: 2, cursor: first.nextCursor ?? undefined }),
    )
    expect([...first.items, ...rest.items].map((item) => item.rawMailId)).toEqual(ids.toReversed())
    expect(rest.nextCursor).toBeNull()
    expect(first.items[0]).toMatchObject({
      from: 'x@y.example',
      subject: 'Broken',
      reason: 'pipeline-error',
      attempts: 3,
    })
  })

  test('a retry puts the mail before the pipeline as if it had just come, once', async () => {
    const id = await keep(a, 'quarantined')
    await retry(id)
    const [row] = await database.query(
      'SELECT state, outcome, reason, attempts FROM raw_mail WHERE id = $1',
      [id],
    )
    expect(row).toEqual({ state: 'kept', outcome: null, reason: 'released', attempts: 0 })
    const events = await database.query(
      `SELECT 1 FROM outbox WHERE name = 'mail/stored' AND tenant_id = $1`,
      [a.tenantId],
    )
    expect(events).toHaveLength(1)
    await expect(retry(id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('the trail says why a mail is where it is', async () => {
    const id = await keep(a, 'quarantined')
    const trail = await getTrail(a.agent, inputs.GetTrailInput.parse({ rawMailId: id }))
    expect(trail).toMatchObject({
      rawMailId: id,
      outcome: 'quarantine',
      reason: 'pipeline-error',
      entries: [{ stage: 'parse', code: 'failed' }],
    })
  })
})
