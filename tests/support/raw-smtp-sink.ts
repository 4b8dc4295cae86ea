import { type AddressInfo, createServer, type Socket } from 'node:net'

/**
 * A mail server that mends nothing: it keeps every byte that came, splits at CR LF alone and answers yes to all. What
 * others would swallow, a line break without its partner above all, is there to be seen.
 */
export interface RawSmtpSink {
  port: number
  /** Every connection's bytes, in order. */
  streams: Buffer[]
  /** The mails as the dialogue delimited them. */
  mails: { from: string; to: string[]; data: string }[]
  close(): Promise<void>
}

export async function startRawSmtpSink({
  extensions = [],
}: {
  extensions?: string[]
} = {}): Promise<RawSmtpSink> {
  const sockets = new Set<Socket>()
  const chunksOf = new Map<Socket, Buffer[]>()
  const server = createServer((socket) => {
    sockets.add(socket)
    const chunks: Buffer[] = []
    chunksOf.set(socket, chunks)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    const answer = dialogue(sink.mails, extensions, (line) => socket.write(`${line}\r\n`))
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      answer(chunk.toString('latin1'))
    })
    socket.write('220 raw.test ESMTP\r\n')
  })
  const sink: RawSmtpSink = {
    port: 0,
    mails: [],
    get streams() {
      return [...chunksOf.values()].map((chunks) => Buffer.concat(chunks))
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sink.port = (server.address() as AddressInfo).port
  return sink
}

function dialogue(mails: RawSmtpSink['mails'], extensions: string[], say: (line: string) => void) {
  let rest = ''
  let isData = false
  let mail = { from: '', to: [] as string[], data: '' }
  const takeLine = (line: string) => {
    if (/^EHLO|^HELO/.test(line)) {
      const lines = ['raw.test', ...extensions]
      say(lines.map((one, index) => `250${index < lines.length - 1 ? '-' : ' '}${one}`).join('\r\n'))
    } else if (line.startsWith('MAIL FROM:')) {
      mail = { from: addressOf(line), to: [], data: '' }
      say('250 ok')
    } else if (line.startsWith('RCPT TO:')) {
      mail.to.push(addressOf(line))
      say('250 ok')
    } else if (line === 'DATA') {
      isData = true
      say('354 go on')
    } else if (line === 'QUIT') say('221 bye')
    else if (line === 'RSET') say('250 ok')
    else say('500 what?')
  }
  return (text: string) => {
    rest += text
    for (;;) {
      if (isData) {
        const end = `\r\n${rest}`.indexOf('\r\n.\r\n')
        if (end < 0) return
        mail.data = rest.slice(0, end)
        mails.push(mail)
        rest = rest.slice(end + 3)
        isData = false
        say('250 taken')
      }
      const end = rest.indexOf('\r\n')
      if (end < 0) return
      const line = rest.slice(0, end)
      rest = rest.slice(end + 2)
      takeLine(line)
    }
  }
}

const addressOf = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? `not an address: ${line}`
