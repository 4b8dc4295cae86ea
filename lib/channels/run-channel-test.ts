import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '@/lib/clock'
import { type CredentialPorts, openCredential } from '@/lib/credentials/open-credential'
import type { Login } from '@/lib/credentials/types'
import { withTenant } from '@/lib/db/with-tenant'
import { isAppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { addressDomain } from '@/lib/mail/address-domain'
import { composeMail } from '@/lib/mail/compose'
import type { ReadyMail } from '@/lib/outbound/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { recordChannelEvidence } from './changes'
import type { ChannelSenders, ProbeResult } from './ports'
import { keptTrouble } from './rules'
import { claimChannelTest, findChannel, finishChannelTest } from './store'
import type { ChannelSettings } from './types'

const leaseMs = 60_000
/** All that can go wrong before a greeting takes this long to be told: refused, silent and forbidden look alike. */
const noGreetingMs = 10_000
const maxResponseLength = 500

interface TestPorts extends Pick<ChannelSenders, 'probe'> {
  credentials: CredentialPorts
}

/** One attempt to reach a channel's server and sign in, for an administrator who waits for the answer. */
export async function runChannelTest(
  scope: TenantScope,
  { channelTestId }: { channelTestId: string },
  ports: TestPorts,
  waitMs = noGreetingMs,
): Promise<void> {
  const startedAt = now().getTime()
  const taken = await withTenant(scope, async (db) => {
    const test = await claimChannelTest(db, channelTestId, leaseMs)
    const channel = test && (await findChannel(db, test.channelId))
    return channel ? { channel, mailTo: test.mailTo } : null
  })
  if (!taken) return
  const { channel, mailTo } = taken
  const { outcome, serverResponse, fingerprint = null } = await probe(scope, channel, mailTo, ports)
  if (outcome === 'no_greeting') await sleep(Math.max(0, startedAt + waitMs - now().getTime()))
  await withTenant(scope, async (db) => {
    const at = now()
    await finishChannelTest(db, channelTestId, {
      outcome,
      serverResponse: serverResponse.slice(0, maxResponseLength),
      fingerprint,
      at,
    })
    const trouble = outcome === 'ok' ? null : outcome === 'no_greeting' ? 'server_unavailable' : outcome
    if (trouble !== 'mail_refused') await recordChannelEvidence(db, channel, trouble, at)
  })
}

async function probe(
  scope: TenantScope,
  channel: ChannelSettings & { fromName: string },
  mailTo: string | null,
  ports: TestPorts,
): Promise<ProbeResult> {
  let login: Login | null = null
  try {
    const { credentialId } = channel
    if (credentialId) login = await openCredential(scope, { credentialId }, ports.credentials)
  } catch (error) {
    if (isAppError(error, 'credential_refused'))
      return { outcome: keptTrouble(error.details.trouble), serverResponse: '' }
    throw error
  }
  return ports.probe(channel, login, mailTo === null ? null : await testMail(channel, mailTo))
}

async function testMail(channel: ChannelSettings & { fromName: string }, to: string): Promise<ReadyMail> {
  const { bytes, envelope } = await composeMail({
    from: { name: channel.fromName, address: channel.fromAddress },
    to: [{ name: '', address: to }],
    cc: [],
    replyTo: [],
    subject: 'Postino',
    text: `Postino: ${channel.fromAddress} → ${to}\n`,
    html: null,
    inReplyTo: null,
    references: [],
    marks: [{ kind: 'auto-generated' }],
    attachments: [],
    messageId: `${newId()}@${addressDomain(channel.fromAddress)}`,
    date: now(),
  })
  return { envelopeFrom: envelope.from, recipients: [...envelope.to], bytes }
}
