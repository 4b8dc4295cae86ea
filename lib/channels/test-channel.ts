import { findBlockedAddress } from '@/lib/blocked-addresses/store'
import { now } from '@/lib/clock'
import { takePoint } from '@/lib/db/rate-limits'
import { findUserById } from '@/lib/db/system-users'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, notFound } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressKey } from '@/lib/mail/address'
import { recordEvents } from '@/lib/outbox/record-events'
import type { AgentScope } from '@/lib/tenancy/scope'
import type { TestChannelInput } from './inputs'
import { findChannel, insertChannelTest } from './store'

/** A test opens a connection to a host of the tenant's choice: not a tool to look around with. */
const testLimit = { name: 'channel-test', points: 10, windowSeconds: 3_600 }

/**
 * Asks a worker to test a channel; `getChannelTest` has the answer. The test mail goes to whoever asks, to nobody else.
 *
 * @throws AppError `not_found`; `recipient_blocked` when whoever asks listed his own address; `rate_limited` after ten in
 *   an hour
 */
export async function testChannel(
  scope: AgentScope,
  { channelId, withMail }: TestChannelInput,
): Promise<{ channelTestId: string }> {
  const mailTo = withMail ? ((await findUserById(scope.actor.userId))?.email ?? null) : null
  const channelTestId = newId()
  await withTenant(scope, async (db) => {
    if (!(await findChannel(db, channelId))) throw notFound('channel')
    const listed = mailTo === null ? null : await findBlockedAddress(db, { addressKey: addressKey(mailTo) })
    if (listed && !listed.isOwn)
      throw new AppError('recipient_blocked', 'the test mail would go to a listed address')
  })
  const answer = await takePoint(testLimit, scope.tenantId)
  if (!answer.isAllowed) throw new AppError('rate_limited', 'too many connection tests')
  await withTenant(scope, async (db) => {
    await insertChannelTest(db, { id: channelTestId, channelId, mailTo, requestedAt: now() })
    await recordEvents(db, [
      { name: 'channel/test-requested', data: { tenantId: scope.tenantId, channelTestId } },
    ])
  })
  return { channelTestId }
}
