import { startPostOffice } from '@/lib/adapters/postoffice/start-post-office'
import type { Env } from '@/lib/env'

/** The demo's outside world: it takes what Postino sends. Only there, and only for this machine. */
export async function startPostOfficeIfDemo(env: Env): Promise<{ close(): Promise<void> } | null> {
  return env.POSTINO_DEMO ? startPostOffice({ dir: env.POSTOFFICE_DIR, port: env.POSTOFFICE_PORT }) : null
}
