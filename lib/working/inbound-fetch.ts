import type { EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'
import { createReceivedMailSource } from '@/lib/adapters/resend/create-received-mail-source'
import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { listInboundFetchesDue } from '@/lib/db/system-mail'
import type { Env } from '@/lib/env'
import { fetchAnnouncedMail } from '@/lib/inbound/fetch-announced-mail'
import { log } from '@/lib/log'
import { systemScope } from '@/lib/tenancy/scope'
import { repeat } from './repeat'

const everyMs = 1_000
const maxMails = 100
const lanes = 4

/** Fetches the mails that Resend announced, as they come due. Without a key nothing was announced either. */
export function startInboundFetch(
  env: Pick<Env, 'RESEND_API_KEY' | 'RESEND_BASE_URL'>,
  parts: { blobs: BlobStore; egress: EgressPolicy; onKept: (tenantId: string) => void },
): { stop(): Promise<void> } {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl } = env
  if (!apiKey) return { stop: async () => {} }
  const { blobs, egress } = parts
  const ports = { source: createReceivedMailSource({ apiKey, baseUrl, egress }), blobs }
  const fetchDue = async (isStopped: () => boolean) => {
    const due = await listInboundFetchesDue(now(), maxMails)
    const lane = async () => {
      for (let next = due.shift(); next && !isStopped(); next = due.shift()) {
        const { tenantId, id: fetchId } = next
        const outcome = await fetchAnnouncedMail(systemScope(tenantId, 'inbound'), { fetchId }, ports)
        if (outcome === 'kept') parts.onKept(tenantId)
        if (outcome === 'expired') log().error({ tenantId, fetchId }, 'an announced mail never came')
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }
  return repeat(fetchDue, { everyMs, trouble: 'announced mails wait; the next look starts over' })
}
