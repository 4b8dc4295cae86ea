import { enterTenant } from '@/lib/access/enter-tenant'
import { readSession } from '@/lib/access/read-session'
import { now } from '@/lib/clock'
import { AppError } from '@/lib/errors'
import { mayHaveMissed, subscribeToTenant } from '@/lib/live/hub'
import { log } from '@/lib/log'
import { isAllowed, type Permission } from '@/lib/tenancy/permissions'
import type { AgentScope } from '@/lib/tenancy/scope'
import { privateHeaders } from './route-answers'

const heartbeatMs = 15_000
/** One browser holds one stream for all its tabs; this is many browsers of one person. */
const streamsPerUser = 10
/** Frames a client may be behind before it is cut off; it connects again and starts from what is true then. */
const maxFramesBehind = 500

const encoder = new TextEncoder()

interface OpenStreams {
  countByUser: Map<string, number>
  stops: Set<() => void>
}

/** On globalThis: the signal that ends the process is heard in another bundle than the one that serves streams. */
const holder = globalThis as typeof globalThis & { postinoOpenStreams?: OpenStreams }

/**
 * The stream of one browser: `change` with a LiveChange and `at`, when it was told (ms), and `resync` when something
 * may have been missed: by a browser that connects again, or since its page was read. At each
 * heartbeat the session, the membership and the permission are read again, so that a revoked one ends the stream.
 *
 * @throws AppError `rate_limited` when this person holds too many
 */
export function openLiveStream(
  scope: AgentScope,
  perm: Permission,
  { isReconnect, since }: { isReconnect: boolean; since: Date | null },
  closed: AbortSignal,
): ReadableStream<Uint8Array> {
  const leave = takeSeat(scope.actor.userId)
  let stop = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        let isOpen = true
        const send = (frame: string) => {
          // A check of the session may come back after the browser has gone.
          if (!isOpen) return
          if ((controller.desiredSize ?? 0) < -maxFramesBehind) stop()
          else controller.enqueue(encoder.encode(frame))
        }
        const unsubscribe = subscribeToTenant(scope.tenantId, {
          onChange: (change) =>
            send(`event: change\ndata: ${JSON.stringify({ ...change, at: now().getTime() })}\n\n`),
          onGap: () => send('event: resync\ndata: {}\n\n'),
        })
        const hasGap = isReconnect || (since !== null && mayHaveMissed(scope.tenantId, since))
        const heartbeat = setInterval(async () => {
          if (await isStillAllowed(scope, perm)) send(': still here\n\n')
          else stop()
        }, heartbeatMs)
        stop = () => {
          if (!isOpen) return
          isOpen = false
          clearInterval(heartbeat)
          unsubscribe()
          leave()
          closed.removeEventListener('abort', stop)
          openStreams().stops.delete(stop)
          closeQuietly(controller)
        }
        openStreams().stops.add(stop)
        closed.addEventListener('abort', stop)
        if (closed.aborted) stop()
        // The id makes a browser that connects again say so (Last-Event-ID).
        else send(`retry: 2000\nid: 1\nevent: ${hasGap ? 'resync' : 'open'}\ndata: {}\n\n`)
      },
      cancel: () => stop(),
    },
    { highWaterMark: 1 },
  )
}

/** Ends every stream: a server that stops waits for its open answers, and these would never end. */
export function closeLiveStreams(): void {
  for (const stop of [...openStreams().stops]) stop()
}

export const streamAnswer = (stream: ReadableStream<Uint8Array>): Response =>
  new Response(stream, {
    headers: {
      ...privateHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      // no-transform: a compressor would hold frames back until it has a block.
      'cache-control': 'private, no-store, no-transform',
      'x-accel-buffering': 'no',
    },
  })

async function isStillAllowed(scope: AgentScope, perm: Permission): Promise<boolean> {
  try {
    const session = await readSession(scope.sessionId)
    const current = session && (await enterTenant(session, scope.tenant.slug))
    return current?.tenantId === scope.tenantId && isAllowed(current.actor.role, perm)
  } catch (error) {
    // Not knowing is a no; the browser asks again by itself, and by then the database may be back.
    log().warn({ err: error }, 'a live stream could not be checked')
    return false
  }
}

function openStreams(): OpenStreams {
  holder.postinoOpenStreams ??= { countByUser: new Map(), stops: new Set() }
  return holder.postinoOpenStreams
}

function takeSeat(userId: string): () => void {
  const open = openStreams().countByUser
  const taken = open.get(userId) ?? 0
  if (taken >= streamsPerUser) throw new AppError('rate_limited', 'too many live streams')
  open.set(userId, taken + 1)
  return () => {
    const left = (open.get(userId) ?? 1) - 1
    if (left > 0) open.set(userId, left)
    else open.delete(userId)
  }
}

function closeQuietly(controller: ReadableStreamDefaultController<Uint8Array>): void {
  try {
    controller.close()
  } catch {
    // Already cancelled by the browser's going away: closing twice throws, and there is nothing left to close.
  }
}
