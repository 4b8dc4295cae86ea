import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { numberOfHost } from '../html-payloads/payload'

export interface PayloadServers {
  pagePort: number
  evilPort: number
  /** Numbers of payloads whose address was asked for, and what else was asked or connected to. */
  takeSeen(): { numbers: Set<number>; others: string[]; connections: number }
  /** What the next requests for a page get, under their path. */
  pages: Map<string, { html: string; headers: Record<string, string> }>
  close(): void
}

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/** Our own server and everybody else's: whatever a payload loads arrives at one of them. */
export async function startPayloadServers(): Promise<PayloadServers> {
  let numbers = new Set<number>()
  let others: string[] = []
  let connections = 0
  const pages: PayloadServers['pages'] = new Map()

  const ours = createServer((request, response) => {
    const page = pages.get(request.url ?? '')
    if (page) response.writeHead(200, { 'content-type': 'text/html', ...page.headers }).end(page.html)
    else if (request.url?.startsWith('/api/pictures/') || request.url?.startsWith('/api/attachments/'))
      response.writeHead(200, { 'content-type': 'image/gif' }).end(pixel)
    else {
      if (request.url !== '/favicon.ico') others.push(`${request.method} ${request.url}`)
      response.writeHead(404).end()
    }
  })
  const evil = createServer((request, response) => {
    const number = numberOfHost(request.headers.host ?? '')
    if (number === null) others.push(`${request.headers.host} ${request.url}`)
    else numbers.add(number)
    const headers = { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }
    response.writeHead(200, headers).end(`top.postMessage(${number},"*")`)
  })
  // A connection alone tells a server the reader's address: a request need not follow.
  evil.on('connection', () => connections++)
  await Promise.all([ours, evil].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')))
  return {
    pagePort: portOf(ours),
    evilPort: portOf(evil),
    pages,
    takeSeen: () => {
      const seen = { numbers, others, connections }
      numbers = new Set()
      others = []
      connections = 0
      return seen
    },
    close: () => {
      for (const server of [ours, evil]) {
        server.closeAllConnections()
        server.close()
      }
    },
  }
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port
