import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { ImapTransport } from 'imapflow'
import type { CheckedTarget } from '@/lib/adapters/connect-out/resolve-outbound'
import { fingerprintOf, isTrusted } from '@/lib/adapters/tls/certificate-trust'
import type { MailboxTarget } from '@/lib/mailboxes/types'

/** Why a transport gave up, beside what sockets say themselves. */
export class TransportRefusal extends Error {
  constructor(
    readonly reason: 'certificate' | 'no-greeting' | 'flood',
    /** SHA-256 of the certificate the server showed. */
    readonly fingerprint: string | null,
  ) {
    super(`${reason} refused`)
  }
}

export interface GuardedTransport extends ImapTransport {
  /** A server of the right kind has answered: from here on its troubles may be told apart. */
  readonly isGreeted: boolean
  /**
   * How much the server may say from now on, until this is called again; who says more is cut off. The library bounds
   * each answer, but not how many come: small ones without end would keep this process busy with nothing else.
   */
  allow(bytes: number): void
  destroy(): void
}

/** Greeting, capabilities, login. */
const firstAllowanceBytes = 512 * 1024
const watchEveryMs = 100

const greetingPattern = /^\* (?:OK|PREAUTH|BYE)\b/i

/**
 * Sockets to a checked address. The certificate is looked at here and not by TLS, so that a refused one can be shown
 * for pinning; nothing is sent to a server whose certificate was refused. Over direct TLS the greeting is waited for
 * before a refusal is told, because only behind a greeting is there a mailbox to speak of.
 */
export function createTransport(
  checked: CheckedTarget,
  target: MailboxTarget,
  greetingTimeoutMs: number,
): GuardedTransport {
  let isGreeted = false
  let current: Socket | undefined
  let allowed = firstAllowanceBytes
  const watch = (socket: Socket) => {
    current = socket
    const timer = setInterval(() => {
      if (socket === current && socket.bytesRead > allowed)
        socket.destroy(new TransportRefusal('flood', null))
    }, watchEveryMs)
    socket.once('close', () => clearInterval(timer))
  }
  const noteGreeting = (socket: Socket) =>
    socket.once('data', (chunk: Buffer) => {
      isGreeted ||= greetingPattern.test(chunk.toString('latin1', 0, 16))
    })
  const tlsOptions = {
    ...(checked.servername && { servername: checked.servername }),
    host: checked.servername || checked.address,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2' as const,
  }
  return {
    get isGreeted() {
      return isGreeted
    },
    allow: (bytes) => {
      allowed = (current?.bytesRead ?? 0) + bytes
    },
    destroy: () => current?.destroy(),
    connect: ({ secure }, onConnect) => {
      const plain = connectPlain({ host: checked.address, port: checked.port, family: checked.family })
      plain.setNoDelay(true)
      if (!secure) {
        watch(plain)
        plain.once('connect', () => {
          onConnect()
          noteGreeting(plain)
        })
        return plain
      }
      const socket = connectTls({ ...tlsOptions, socket: plain })
      watch(socket)
      plain.once('error', (error) => socket.destroy(error))
      socket.once('secureConnect', () => {
        if (isTrusted(socket, target)) {
          onConnect()
          noteGreeting(socket)
          return
        }
        void awaitGreeting(socket, greetingTimeoutMs).then((greeted) => {
          isGreeted ||= greeted
          socket.destroy(new TransportRefusal(greeted ? 'certificate' : 'no-greeting', fingerprintOf(socket)))
        })
      })
      return socket
    },
    upgrade: (plain, _options, onSecure) => {
      const socket = connectTls({ ...tlsOptions, socket: plain })
      watch(socket)
      socket.once('secureConnect', () => {
        if (isTrusted(socket, target)) onSecure()
        else socket.destroy(new TransportRefusal('certificate', fingerprintOf(socket)))
      })
      return socket
    },
  }
}

function awaitGreeting(socket: TLSSocket, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), timeoutMs)
    const end = (isGreeting: boolean) => {
      clearTimeout(timer)
      resolve(isGreeting)
    }
    socket.once('data', (chunk: Buffer) => end(greetingPattern.test(chunk.toString('latin1', 0, 16))))
    socket.once('close', () => end(false))
  })
}
