import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Resend's receiving API as far as we use it, on this machine. */
export interface FakeResend {
  baseUrl: string
  /** Mails it holds, by their ids. */
  mails: Map<string, Uint8Array>
  /** Answers every request so instead: a status, or an answer that never ends. */
  fault: number | 'silence' | null
  /** Where it says the bytes are, when not at its own place. */
  downloadUrl: string | null
  requests: { path: string; authorization: string | undefined }[]
  close(): Promise<void>
}

export async function startFakeResend(apiKey: string): Promise<FakeResend> {
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const { authorization } = request.headers
    fake.requests.push({ path, authorization })
    const answer = (status: number, body: Uint8Array | string) => response.writeHead(status).end(body)
    if (fake.fault === 'silence') return
    if (fake.fault !== null) return answer(fake.fault, '{}')
    const [, kind, , id = ''] = path.split('/')
    const bytes = fake.mails.get(id)
    if (kind === 'raw') return answer(bytes ? 200 : 404, bytes ?? '')
    if (authorization !== `Bearer ${apiKey}`) return answer(401, '{}')
    if (!bytes) return answer(404, '{}')
    const address = fake.downloadUrl ?? `${fake.baseUrl}/raw/of/${id}`
    answer(200, JSON.stringify({ object: 'email', id, raw: { download_url: address, expires_at: '' } }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const fake: FakeResend = {
    baseUrl: `http://127.0.0.1:${port}`,
    mails: new Map(),
    fault: null,
    downloadUrl: null,
    requests: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return fake
}
