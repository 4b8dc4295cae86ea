import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'

/** A mail server that takes everything and remembers for whom. */
export async function startTakingSink() {
  const taken = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      stream.on('data', () => {})
      stream.once('end', () => {
        for (const { address } of session.envelope.rcptTo) taken.push({ to: address, at: performance.now() })
        done()
      })
    },
  })
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: listener.address().port,
    taken: () => taken,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
