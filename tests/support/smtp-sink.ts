import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server'

/**
 * A mail server that takes everything for everybody and writes down what it took, unless a test tells it to
 * misbehave. The ledger decides what was sent once, twice or never.
 */
export interface SmtpSink {
  port: number
  /** Every whole message that was received, in order. */
  ledger: SinkEntry[]
  /** Connections that got as far as the greeting. */
  connectionCount: number
  /** Asked at every step; may be replaced while the sink runs. */
  fault: SinkFault
  /** How often this Message-ID was taken, replied to or not. */
  takenCount(messageId: string): number
  close(): Promise<void>
}

export interface SinkEntry {
  from: string
  to: string[]
  bytes: Buffer
  sha256: string
  messageId: string
  /** True when the sink regards the mail as its own, whether or not the client heard it say so. */
  isTaken: boolean
  /** The reply, or what was done instead of one. */
  reply: string
}

export type SinkStep =
  | { at: 'connect' }
  | { at: 'mail'; address: string }
  | { at: 'rcpt'; address: string }
  | { at: 'data' }
  | { at: 'end'; messageId: string; takenBefore: number }

/**
 * `drop` cuts the connection, `silence` never answers; with `take-` in front the mail is taken all the same. A
 * text that begins with a code is the reply. At `data` (after 354, in the middle of the message) only `drop` has
 * a meaning.
 */
export type SinkAction = 'drop' | 'silence' | 'take-and-drop' | 'take-and-silence' | `${number} ${string}`
export type SinkFault = (step: SinkStep) => SinkAction | undefined

export async function startSmtpSink(
  options: { port?: number; fault?: SinkFault; server?: SMTPServerOptions } = {},
): Promise<SmtpSink> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 200,
    size: 100 * 1024 * 1024,
    ...options.server,
    onConnect: (_session, done) => {
      sink.connectionCount++
      act(sink.fault({ at: 'connect' }), _session, done)
    },
    onMailFrom: ({ address }, session, done) => act(sink.fault({ at: 'mail', address }), session, done),
    onRcptTo: ({ address }, session, done) => act(sink.fault({ at: 'rcpt', address }), session, done),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      const isDropped = sink.fault({ at: 'data' }) === 'drop'
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (isDropped) drop(session)
      })
      stream.on('error', () => undefined)
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const messageId = messageIdOf(bytes)
        const action = sink.fault({ at: 'end', messageId, takenBefore: sink.takenCount(messageId) })
        sink.ledger.push({
          from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          bytes,
          sha256: createHash('sha256').update(bytes).digest('hex'),
          messageId,
          isTaken: action === undefined || action.startsWith('take-'),
          reply: action ?? '250 OK',
        })
        act(action, session, done)
      })
    },
  })
  server.on('error', () => undefined)

  const drop = (session: SMTPServerSession) => {
    for (const connection of server.connections) {
      if (connection.id === session.id) connection._socket.destroy()
    }
  }
  const act = (
    action: SinkAction | undefined,
    session: SMTPServerSession,
    done: (error?: Error | null) => void,
  ): void => {
    if (action === undefined) done()
    else if (action === 'drop' || action === 'take-and-drop') drop(session)
    else if (action !== 'silence' && action !== 'take-and-silence') {
      done(Object.assign(new Error(action.slice(4)), { responseCode: Number(action.slice(0, 3)) }))
    }
  }

  const listener = server.listen(options.port ?? 0, '127.0.0.1')
  await once(listener, 'listening')
  const sink: SmtpSink = {
    port: (listener.address() as AddressInfo).port,
    ledger: [],
    connectionCount: 0,
    fault: options.fault ?? (() => undefined),
    takenCount: (messageId) =>
      sink.ledger.filter((entry) => entry.isTaken && entry.messageId === messageId).length,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(resolve))
      for (const connection of [...server.connections]) connection._socket.destroy()
      await closed
    },
  }
  return sink
}

const messageIdOf = (bytes: Buffer): string =>
  /^message-id:\s*(<[^>\r\n]*>)/im.exec(bytes.subarray(0, 64 * 1024).toString('latin1'))?.[1] ?? ''
