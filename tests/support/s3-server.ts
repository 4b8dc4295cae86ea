import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What is used of s3rver, which has no types of its own. */
interface S3rver {
  configureBuckets(): Promise<unknown>
  callback(): RequestListener
}
type S3rverClass = new (options: Record<string, unknown>) => S3rver

/**
 * `reply-lost`: the request is carried out, and its answer never arrives. With `body`, that is the answer: s3rver
 * itself cannot page through a list, its tokens need a cipher that OpenSSL has dropped.
 */
export type S3Fault =
  | 'silence'
  | 'drop'
  | 'reply-lost'
  | { status: number; code: string }
  | { status: number; body: string }
  | undefined

export interface S3Server {
  /** For `createBlobStore`. */
  url: string
  port: number
  /** Asked for every request; may be replaced while it runs. */
  fault: (request: IncomingMessage) => S3Fault
  /** Methods and paths, in order. */
  requests: string[]
  close(): Promise<void>
}

/** An S3 on this machine, with a bucket `postino` and faults on demand. */
export async function startS3Server(): Promise<S3Server> {
  const directory = await mkdtemp(path.join(tmpdir(), 'postino-s3-'))
  const S3rver: S3rverClass = createRequire(import.meta.url)('s3rver')
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name: 'postino', configs: [] }] })
  await s3.configureBuckets()
  const handle = s3.callback()
  const server = createServer((request, response) => {
    running.requests.push(`${request.method} ${request.url?.split('?')[0]}`)
    answer(running.fault(request), request, response, handle)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const running: S3Server = {
    url: `s3://S3RVER:S3RVER@127.0.0.1:${port}/postino?region=us-east-1&tls=0`,
    port,
    fault: () => undefined,
    requests: [],
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(directory, { recursive: true, force: true })
    },
  }
  return running
}

function answer(
  fault: S3Fault,
  request: IncomingMessage,
  response: ServerResponse,
  handle: RequestListener,
): void {
  if (fault === undefined) handle(request, response)
  else if (fault === 'drop') request.socket.destroy()
  else if (fault === 'silence') request.resume()
  else if (fault === 'reply-lost') {
    response.end = () => {
      request.socket.destroy()
      return response
    }
    handle(request, response)
  } else {
    request.resume()
    response.writeHead(fault.status, { 'content-type': 'application/xml' })
    const code = 'code' in fault ? fault.code : ''
    const body =
      'body' in fault ? fault.body : `<Error><Code>${code}</Code><Message>told to</Message></Error>`
    response.end(`<?xml version="1.0"?>${body}`)
  }
}
