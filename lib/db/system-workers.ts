import { now } from '@/lib/clock'
import type { Prisma } from './generated/client'
import { throughDoor } from './system'

/** The system door's part for workers: who of them lives, and which of its parts are well. */
export interface Heartbeat {
  workerId: string
  startedAt: Date
  seenAt: Date
  /** Which of its parts a worker says are well: `{ smtp: true, executor: false }`. */
  parts: Record<string, boolean>
}

export async function writeHeartbeat(beat: Omit<Heartbeat, 'seenAt'>): Promise<void> {
  const { workerId, startedAt, parts } = beat
  const seenAt = now()
  await throughDoor((db) =>
    db.workerHeartbeat.upsert({
      where: { workerId },
      create: { workerId, startedAt, seenAt, parts },
      update: { seenAt, parts },
    }),
  )
}

/** The workers seen last, at most 100. */
export async function listHeartbeats(): Promise<Heartbeat[]> {
  const rows = await throughDoor((db) =>
    db.workerHeartbeat.findMany({ orderBy: { seenAt: 'desc' }, take: 100 }),
  )
  return rows.map((row) => ({ ...row, parts: toParts(row.parts) }))
}

/** A worker that stopped on purpose takes its row away; those that died are forgotten with time. */
export async function deleteHeartbeats(which: { workerId: string } | { seenBefore: Date }): Promise<void> {
  const where = 'workerId' in which ? which : { seenAt: { lt: which.seenBefore } }
  await throughDoor((db) => db.workerHeartbeat.deleteMany({ where }))
}

/** Says `payload` to whoever listens on `channel`, in every process. */
export async function notifyChannel(channel: string, payload: string): Promise<void> {
  await throughDoor((db) => db.$executeRaw`SELECT pg_notify(${channel}, ${payload})`)
}

function toParts(json: Prisma.JsonValue): Record<string, boolean> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return {}
  return Object.fromEntries(Object.entries(json).map(([part, isWell]) => [part, isWell === true]))
}
