import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpHost {
  origin: string
  close(): Promise<void>
}

/** Serves a fetch-style handler on a free port of this machine. */
export async function serveHttp(handler: (request: Request) => Promise<Response>): Promise<HttpHost> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      const headers = new Headers()
      for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value))
      const method = incoming.method ?? 'GET'
      const response = await handler(
        new Request(`http://${incoming.headers.host}${incoming.url}`, {
          method,
          headers,
          ...(method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) }),
        }),
      )
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: originOf(server), close: () => closed(server) }
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
