'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { uploadPath } from './ticket-queries'

export interface Upload {
  id: number
  name: string
  sizeBytes: number
  /** 0 to 1. */
  progress: number
  state: 'running' | 'done' | 'failed'
  /** What the server answered: the signed name under which a message may take the file. */
  token: string | null
  /** Why not, in the server's words; null when there was no answer. */
  failure: string | null
}

const uploadTimeoutMs = 10 * 60_000

/** Files on their way to the server, each with its progress. */
export function useUploads(tenantSlug: string) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const requests = useRef(new Map<number, XMLHttpRequest>())
  const nextId = useRef(0)

  const patch = useCallback(
    (id: number, change: Partial<Upload>) =>
      setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...change } : one))),
    [],
  )
  const add = useCallback(
    (files: Iterable<File>) => {
      for (const file of files) {
        const id = nextId.current++
        const upload: Upload = {
          id,
          name: file.name || 'file',
          sizeBytes: file.size,
          progress: 0,
          state: 'running',
          token: null,
          failure: null,
        }
        setUploads((all) => [...all, upload])
        requests.current.set(
          id,
          send(uploadPath(tenantSlug), file, (change) => patch(id, change)),
        )
      }
    },
    [tenantSlug, patch],
  )
  const remove = useCallback((id: number) => {
    requests.current.get(id)?.abort()
    requests.current.delete(id)
    setUploads((all) => all.filter((one) => one.id !== id))
  }, [])
  const clear = useCallback(() => {
    for (const request of requests.current.values()) request.abort()
    requests.current.clear()
    setUploads([])
  }, [])
  useEffect(() => {
    const running = requests.current
    return () => {
      for (const request of running.values()) request.abort()
    }
  }, [])
  return { uploads, add, remove, clear }
}

/** XMLHttpRequest, because fetch does not tell how much has gone. */
function send(path: string, file: File, report: (change: Partial<Upload>) => void): XMLHttpRequest {
  const request = new XMLHttpRequest()
  request.open('POST', path)
  request.timeout = uploadTimeoutMs
  request.responseType = 'json'
  request.upload.onprogress = (event) => {
    if (event.lengthComputable) report({ progress: event.loaded / event.total })
  }
  request.onload = () => {
    const answer: unknown = request.response
    const token = readText(answer, 'token')
    if (request.status < 300 && token) report({ state: 'done', progress: 1, token })
    else report({ state: 'failed', failure: readText(answer, 'message') })
  }
  request.onerror = () => report({ state: 'failed' })
  request.ontimeout = () => report({ state: 'failed' })
  // Headers carry no Unicode.
  request.setRequestHeader('x-file-name', encodeURIComponent(file.name || 'file'))
  request.setRequestHeader('content-type', file.type || 'application/octet-stream')
  request.send(file)
  return request
}

function readText(answer: unknown, name: string): string | null {
  if (typeof answer !== 'object' || answer === null) return null
  const value = (answer as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : null
}
