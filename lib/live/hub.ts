import { z } from 'zod'
import { now } from '@/lib/clock'
import { type Listener, listen } from '@/lib/db/listen'
import { databaseUrl, getEnv } from '@/lib/env'
import { log } from '@/lib/log'
import { type LiveChange, liveChannel } from './types'

export interface LiveSubscriber {
  onChange: (change: LiveChange) => void
  /** Announcements may have been missed: whatever is shown must be asked for again. */
  onGap: () => void
}

interface Hub {
  subscribers: Map<string, Set<LiveSubscriber>>
  listener: Listener | undefined
  listensSince: Date | null
  /** When something was last told in a tenant; under null, in all of them. */
  lastTold: Map<string | null, Date>
}

/** Clocks of web processes differ a little, and what is announced was true a little earlier. */
const doubtMs = 1_000

const announcement = z.object({
  /** null: every tenant. */
  tenantId: z.uuid().nullable(),
  change: z.object({
    kind: z.enum(['ticket', 'quarantine', 'delivery', 'alarm']),
    ticketId: z.uuid().nullable(),
    ticketNumber: z.number().int().nullable(),
    change: z.enum(['created', 'message', 'changed']),
  }),
})

/** On globalThis, because Next evaluates a module once for pages and once for routes: one connection a process. */
const holder = globalThis as typeof globalThis & { postinoLiveHub?: Hub }

/** Tells `subscriber` what is announced in one tenant, and nothing of another, until the returned function is called. */
export function subscribeToTenant(tenantId: string, subscriber: LiveSubscriber): () => void {
  const hub = theHub()
  hub.listener ??= listen(
    getEnv().DATABASE_DIRECT_URL ?? databaseUrl(getEnv(), 'app'),
    { [liveChannel]: (payload) => deliver(hub, payload) },
    () => {
      hub.listensSince = now()
      tellAll(hub)
    },
  )
  const ofTenant = hub.subscribers.get(tenantId) ?? new Set()
  hub.subscribers.set(tenantId, ofTenant.add(subscriber))
  return () => {
    ofTenant.delete(subscriber)
    if (ofTenant.size === 0 && hub.subscribers.get(tenantId) === ofTenant) hub.subscribers.delete(tenantId)
  }
}

/**
 * Whether something may have been announced in a tenant after `at`, when a page was read, and before its browser
 * listened.
 */
export function mayHaveMissed(tenantId: string, at: Date): boolean {
  const { listener, listensSince, lastTold } = theHub()
  // A hub that does not hear yet tells everybody of the gap when it does.
  if (!listener?.isConnected() || listensSince === null) return false
  const doubtful = at.getTime() - doubtMs
  const told = [listensSince, lastTold.get(tenantId), lastTold.get(null)]
  return told.some((moment) => moment !== undefined && moment.getTime() > doubtful)
}

/** For a process that stops, and for tests. */
export async function stopLiveHub(): Promise<void> {
  const hub = holder.postinoLiveHub
  delete holder.postinoLiveHub
  await hub?.listener?.stop()
}

function theHub(): Hub {
  holder.postinoLiveHub ??= {
    subscribers: new Map(),
    listener: undefined,
    listensSince: null,
    lastTold: new Map(),
  }
  return holder.postinoLiveHub
}

function deliver(hub: Hub, payload: string): void {
  const parsed = announcement.safeParse(parseJson(payload))
  if (!parsed.success) {
    log().error({ channel: liveChannel }, 'an announcement of another shape')
    return
  }
  const { tenantId, change } = parsed.data
  hub.lastTold.set(tenantId, now())
  const heardBy = tenantId === null ? everybody(hub) : (hub.subscribers.get(tenantId) ?? [])
  for (const subscriber of [...heardBy]) subscriber.onChange(change)
}

function tellAll(hub: Hub): void {
  for (const subscriber of everybody(hub)) subscriber.onGap()
}

const everybody = (hub: Hub): LiveSubscriber[] =>
  [...hub.subscribers.values()].flatMap((ofTenant) => [...ofTenant])

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Anybody with a connection may notify this channel: what is no JSON is refused like any other wrong shape.
    return undefined
  }
}
