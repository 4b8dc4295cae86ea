import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { parseAddress } from '@/lib/mail/address'
import { createPostOfficeStore, type PostOfficeStore } from './post-office-store'

const MAX_MAIL_BYTES = 60 * 1024 * 1024
const MAX_RECIPIENTS = 100
const MAX_CLIENTS = 50

/**
 * The outside world of the demo: a mail server on this machine alone that takes every mail for everybody, passes
 * none on and keeps them as files for the page that shows them.
 */
export async function startPostOffice(options: {
  dir: string
  port: number
}): Promise<{ port: number; close(): Promise<void> }> {
  const store = createPostOfficeStore(options.dir)
  const server = new SMTPServer({
    name: 'postoffice.localhost',
    banner: 'ready',
    heloResponse: '%s',
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS', 'XCLIENT', 'XFORWARD'],
    disableReverseLookup: true,
    lenientAddressParsing: true,
    size: MAX_MAIL_BYTES,
    maxRecipients: MAX_RECIPIENTS,
    maxClients: MAX_CLIENTS,
    closeTimeout: 2_000,
    onRcptTo: ({ address }, _session, done) =>
      done(
        parseAddress(address)
          ? null
          : Object.assign(new Error('5.1.3 Not an address'), { responseCode: 553 }),
      ),
    onData: (stream, session, done) => {
      receive(store, stream, session).then(
        () => done(),
        () => done(Object.assign(new Error('4.3.0 The mail could not be stored'), { responseCode: 451 })),
      )
    },
  })
  // A client that goes away in the middle is nothing to the others.
  server.on('error', () => undefined)
  const listener = server.listen(options.port, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: (listener.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

async function receive(
  store: PostOfficeStore,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const { mailFrom, rcptTo } = session.envelope
  const envelopeFrom = mailFrom === false ? '' : mailFrom.address
  const envelopeTo = rcptTo.map(({ address }) => address)
  const chunks: Buffer[] = []
  for await (const chunk of stream) {
    if (!stream.sizeExceeded) chunks.push(chunk)
  }
  if (stream.sizeExceeded) throw new Error('too large')
  const boxes = envelopeTo.map((address) => ({ address, direction: 'received' as const }))
  await store.keep({ envelopeFrom, envelopeTo, bytes: Buffer.concat(chunks), boxes })
}
