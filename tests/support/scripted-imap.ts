import { createServer, type Socket } from 'node:net'

export interface ScriptedImap {
  readonly port: number
  /** What clients said, over all connections. */
  heard(): string
  close(): Promise<void>
}

/**
 * An IMAP server that answers as it is told: `greet` when a client comes, `answer` to each of its lines. Null ends the
 * connection, '' says nothing.
 */
export async function startScriptedImap(script: {
  greet: string | null
  answer?: (tag: string, command: string, socket: Socket) => string | null
}): Promise<ScriptedImap> {
  const lines: string[] = []
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    const say = (text: string | null) => {
      if (text === null) socket.end()
      else if (text !== '') socket.write(text)
    }
    say(script.greet)
    let rest = ''
    socket.on('data', (chunk: Buffer) => {
      rest += chunk.toString('latin1')
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        lines.push(line)
        const [tag = '', ...words] = line.split(' ')
        say(script.answer?.(tag, words.join(' '), socket) ?? (script.answer ? null : ''))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    heard: () => lines.join('\n'),
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers of a server with one empty folder and nothing special. */
export function plainAnswers(tag: string, command: string): string {
  const word = command.split(' ').slice(0, 2).join(' ').toUpperCase()
  if (word.startsWith('CAPABILITY')) return `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`
  if (word.startsWith('LIST')) return `* LIST () "/" INBOX\r\n${tag} OK done\r\n`
  if (word.startsWith('EXAMINE') || word.startsWith('SELECT'))
    return `* 0 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 1] ok\r\n${tag} OK [READ-ONLY] done\r\n`
  if (word.startsWith('UID SEARCH')) return `* SEARCH\r\n${tag} OK done\r\n`
  if (word.startsWith('LOGOUT')) return `* BYE bye\r\n${tag} OK done\r\n`
  return `${tag} OK done\r\n`
}
