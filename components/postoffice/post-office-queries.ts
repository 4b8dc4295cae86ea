'use client'

import { queryOptions } from '@tanstack/react-query'
import type { PostOfficeItem, PostOfficeLetter, PostOfficePerson } from '@/lib/postoffice/types'

/** A demo watches closely: what was sent should be seen to arrive. */
const refreshMs = 2_000
const readTimeoutMs = 10_000

async function read<T>(path: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(readTimeoutMs)]),
  })
  if (!response.ok) throw new Error(`post office: ${response.status}`)
  return (await response.json()) as T
}

export const peopleQuery = () =>
  queryOptions({
    queryKey: ['post-office'] as const,
    queryFn: ({ signal }) => read<PostOfficePerson[]>('/postoffice/data/mailboxes', signal),
    refetchInterval: refreshMs,
  })

export const lettersQuery = (address: string) =>
  queryOptions({
    queryKey: ['post-office', address] as const,
    queryFn: ({ signal }) =>
      read<PostOfficeItem[]>(`/postoffice/data/mails?address=${encodeURIComponent(address)}`, signal),
    refetchInterval: refreshMs,
  })

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['post-office-letter', id] as const,
    queryFn: ({ signal }) => read<PostOfficeLetter>(`/postoffice/data/mails/${id}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** @returns null when it went in, else why not */
export async function postLetter(form: FormData): Promise<{ message: string } | null> {
  try {
    const response = await fetch('/postoffice/data/mails', { method: 'POST', body: form })
    if (response.ok) return null
    const problem = (await response.json().catch(() => null)) as { message?: unknown } | null
    return { message: typeof problem?.message === 'string' ? problem.message : '' }
  } catch {
    return { message: '' }
  }
}
