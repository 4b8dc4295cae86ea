import { now } from '@/lib/clock'
import { deleteHeartbeats, writeHeartbeat } from '@/lib/db/system-workers'
import { log } from '@/lib/log'

const beatMs = 1_000
const forgottenAfterMs = 3_600_000

/** Says every second which parts of this worker are well; `GET /api/health` reads it. */
export function startHeartbeat(workerId: string, readParts: () => Promise<Record<string, boolean>>) {
  const startedAt = now()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const beat = async () => {
    try {
      await writeHeartbeat({ workerId, startedAt, parts: await readParts() })
    } catch (error) {
      log().debug({ err: error }, 'no heartbeat: the database is away, and health says so by itself')
    }
    if (!isStopped) timer = setTimeout(beat, beatMs)
  }
  void deleteHeartbeats({ seenBefore: new Date(startedAt.getTime() - forgottenAfterMs) }).catch(() => {})
  void beat()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await deleteHeartbeats({ workerId }).catch(() => {})
    },
  }
}
