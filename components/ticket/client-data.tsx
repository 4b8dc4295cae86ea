'use client'

import { QueryClient, QueryClientProvider, type QueryKey } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ReadFailed } from './ticket-queries'

export interface Seed {
  key: QueryKey
  value: unknown
}

/** The browser's copy of what the server showed, seeded with what the page already brought. */
export function ClientData({ seeds, children }: { seeds: () => Seed[]; children: ReactNode }) {
  const [client] = useState(() => makeClient(seeds()))
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>
}

const maxRetries = 2

function makeClient(seeds: Seed[]): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < maxRetries && !(error instanceof ReadFailed && error.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  })
  for (const seed of seeds) client.setQueryData(seed.key, seed.value)
  return client
}
