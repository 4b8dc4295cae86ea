import { Inngest } from 'inngest'
import { log } from '@/lib/log'

export interface ExecutorConnection {
  baseUrl: string
  eventKey: string
  signingKey: string
  /** Set when the executor lives in this process. */
  fetch?: typeof fetch
}

/** Never in development mode: that would switch the signature checks off. */
export function createInngest(connection: ExecutorConnection): Inngest {
  return new Inngest({ id: 'postino', isDev: false, logger: log(), ...connection })
}
