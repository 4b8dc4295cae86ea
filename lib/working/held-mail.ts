import { listTenantsWithHeldMail } from '@/lib/db/system-mail'
import type { Kick } from '@/lib/ingest/kick'
import { ingestSettings } from '@/lib/ingest/settings'
import { log } from '@/lib/log'
import { releaseHeldMails } from '@/lib/quarantine/release-held-mails'
import { systemScope } from '@/lib/tenancy/scope'

const everyMs = 15_000
const maxTenants = 1_000

/** Lets through, again and again, what waits because somebody sent very much. Any number of workers may. */
export function startHeldMail({ kick }: { kick: Kick }): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running: Promise<void> = Promise.resolve()

  const release = async (tenantId: string) => {
    const { released } = await releaseHeldMails(systemScope(tenantId, 'held-mail'), ingestSettings())
    if (released > 0) kick(tenantId)
  }
  const look = async () => {
    for (const tenantId of await listTenantsWithHeldMail(maxTenants)) {
      if (isStopped) return
      await release(tenantId).catch((error: unknown) =>
        log().warn({ tenantId, err: error }, 'held mail waits on; the next look tries again'),
      )
    }
  }
  const start = () => {
    running = look()
      .catch((error: unknown) => log().warn({ err: error }, 'held mail waits; the next look starts over'))
      .finally(() => {
        if (!isStopped) timer = setTimeout(start, everyMs)
      })
  }
  start()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
