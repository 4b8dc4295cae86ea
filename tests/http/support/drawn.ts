import { Writable } from 'node:stream'
import type { ReactNode } from 'react'
import { renderToPipeableStream } from 'react-dom/server'

/** The HTML of a page with everything in it that is awaited. */
export function drawn(node: ReactNode): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const out = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        chunks.push(Buffer.from(chunk))
        done()
      },
    })
    out.once('finish', () => resolve(Buffer.concat(chunks).toString()))
    const stream = renderToPipeableStream(node, { onAllReady: () => stream.pipe(out), onError: reject })
  })
}
