import { connect, createServer, type Socket } from 'node:net'

/** A line to a server that breaks when told: after so many bytes from the server, or not at all. */
export interface CuttingProxy {
  readonly port: number
  /**
   * The next connections end after this many bytes of the server's, counted from when the client said this; null lets
   * everything through.
   */
  cutAfter(bytes: number | null, since?: RegExp): void
  /** How many connections were cut. */
  cuts(): number
  /** Bytes of the server's that the last connection let through. */
  passed(): number
  /** Everything the client said, over all connections. */
  heard(): string
  /** Changes what the server says, such as taking an offer out of its greeting; null in its place hangs up. */
  rewrite(change: ((text: string) => string | null) | null): void
  close(): Promise<void>
}

export async function startCuttingProxy(targetPort: number, host = '127.0.0.1'): Promise<CuttingProxy> {
  let limit: number | null = null
  let begin: RegExp | null = null
  let passed = 0
  let cuts = 0
  let change: ((text: string) => string | null) | null = null
  const heard: Buffer[] = []
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1')
    const [myLimit, myBegin] = [limit, begin]
    let mine = 0
    let isCounting = myBegin === null
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on('data', (chunk: Buffer) => {
      heard.push(chunk)
      isCounting ||= myBegin?.test(chunk.toString('latin1')) ?? true
      upstream.write(chunk)
    })
    upstream.on('data', (chunk: Buffer) => {
      const text = change?.(chunk.toString('latin1'))
      if (text === null) return client.destroy()
      const said = text === undefined ? chunk : Buffer.from(text, 'latin1')
      const rest = myLimit === null || !isCounting ? said.byteLength : Math.max(0, myLimit - mine)
      if (isCounting) mine += Math.min(rest, said.byteLength)
      passed = mine
      client.write(said.subarray(0, rest))
      if (rest < said.byteLength) {
        cuts += 1
        client.end()
        upstream.destroy()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    cutAfter: (bytes, since) => {
      limit = bytes
      begin = since ?? null
    },
    cuts: () => cuts,
    passed: () => passed,
    heard: () => Buffer.concat(heard).toString('latin1'),
    rewrite: (next) => {
      change = next
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
