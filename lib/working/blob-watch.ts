import type { BlobStore } from '@/lib/blobs/types'

const everyMs = 5_000
/** A store that takes longer for a few bytes is no use for mails either. */
const patienceMs = 10_000

/** Writes and reads a few bytes again and again: health and alarms ask how it went last. */
export function startBlobWatch(blobs: Pick<BlobStore, 'isHealthy'>): {
  isWell(): boolean
  stop(): void
} {
  let isWell = true
  let timer: NodeJS.Timeout | undefined
  let isStopped = false

  const look = async () => {
    isWell = await answerInTime(blobs)
    if (!isStopped) timer = setTimeout(look, everyMs)
  }
  void look()
  return {
    isWell: () => isWell,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

function answerInTime(blobs: Pick<BlobStore, 'isHealthy'>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs, false)
    const answer = (isWell: boolean) => {
      clearTimeout(timer)
      resolve(isWell)
    }
    blobs.isHealthy().then(answer, () => answer(false))
  })
}
