import { eventIds, ulid } from '../ids'
import { limits } from '../limits'

/** An event as it is kept and as functions get it. */
export interface ExecutorEvent {
  /** The id the sender is told; one per event and request. */
  internalId: string
  /** The sender's own id: functions start once for it within the dedupe window. */
  externalId: string | null
  name: string
  ts: number
  value: Readonly<Record<string, unknown>>
  json: string
}

export type AcceptedEvents = { ok: true; events: ExecutorEvent[] } | { ok: false; reason: string }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Reads the body of POST /e/:key. Refuses the whole request when one event is not acceptable. */
export function acceptEvents(body: unknown, seed: string | null, atMs: number): AcceptedEvents {
  const raw = Array.isArray(body) ? body : [body]
  if (raw.length > limits.eventsPerRequest) {
    return { ok: false, reason: `more than ${limits.eventsPerRequest} events in one request` }
  }
  const ids = eventIds(seed, raw.length)
  const events: ExecutorEvent[] = []
  for (const [index, item] of raw.entries()) {
    const reason = refusalOf(item)
    if (reason !== null || !isRecord(item)) return { ok: false, reason: `event ${index}: ${reason}` }
    const event = newEvent(item, ids[index] ?? ulid(), atMs)
    if (Buffer.byteLength(event.json) > limits.eventBytes) {
      return { ok: false, reason: `event ${index} is larger than ${limits.eventBytes} bytes` }
    }
    events.push(event)
  }
  return { ok: true, events }
}

/** An event of the executor's own; only it may use names under `inngest/`. */
export const internalEvent = (name: string, data: Record<string, unknown>): ExecutorEvent =>
  newEvent({ name, data }, ulid(), Date.now())

function refusalOf(item: unknown): string | null {
  if (!isRecord(item)) return 'is not an object'
  const { name, id, data, ts } = item
  if (typeof name !== 'string' || name.trim() === '') return 'name is missing'
  if (name.length > 256 || name.includes('\u0000')) return 'name is not usable'
  if (name.startsWith('inngest/')) return `name "${name}" is reserved`
  if (id !== undefined && (typeof id !== 'string' || id.length > 512 || id.includes('\u0000'))) {
    return 'id is not usable'
  }
  if (data !== undefined && data !== null && !isRecord(data)) return 'data is not an object'
  if (ts !== undefined && (typeof ts !== 'number' || !Number.isFinite(ts))) return 'ts is not a number'
  return null
}

function newEvent(item: Record<string, unknown>, internalId: string, atMs: number): ExecutorEvent {
  const externalId = typeof item.id === 'string' && item.id !== '' ? item.id : null
  const ts = typeof item.ts === 'number' && item.ts > 0 ? item.ts : atMs
  const value = { ...item, id: externalId ?? internalId, data: item.data ?? {}, ts }
  return { internalId, externalId, name: String(item.name), ts, value, json: JSON.stringify(value) }
}
