import http from 'node:http'
import { signIn } from '../sign-in.mjs'

/**
 * One agent at one browser: a session of his own and one connection that is kept.
 * @returns {Promise<{
 *   get(path: string, accept: string): Promise<Answer>, post(path: string, headers: object, body: string): Promise<Answer>,
 *   leave(): void,
 * }>} `Answer`: `{ status, text, bytes, ms }`, timed from the first byte out to the last byte in
 */
export async function enter(baseUrl, email, password) {
  const cookie = await signIn(baseUrl, email, password)
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1, scheduling: 'fifo' })
  const { host, hostname, port } = new URL(baseUrl)
  const ask = (method, path, headers, body) =>
    new Promise((resolve, reject) => {
      const startedAt = performance.now()
      const request = http.request(
        { hostname, port, path, method, agent, headers: { host, cookie, origin: baseUrl, ...headers } },
        (response) => {
          const chunks = []
          response.on('data', (chunk) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const ms = performance.now() - startedAt
            const bytes = Buffer.concat(chunks)
            resolve({ status: response.statusCode, ms, bytes: bytes.length, text: () => bytes.toString() })
          })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  return {
    get: (path, accept) => ask('GET', path, { accept }),
    post: (path, headers, body) => ask('POST', path, headers, body),
    leave: () => agent.destroy(),
  }
}
