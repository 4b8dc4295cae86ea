import { createEgressPolicy, type EgressPolicy } from '@/lib/adapters/connect-out/egress-policy'

/** Where a test may connect to: nothing inside but the ports it names on this machine. */
export const egressTo = (...ports: number[]): EgressPolicy =>
  createEgressPolicy({
    EGRESS_ALLOW: ports.map((port) => `127.0.0.1/32:${port}`).join(','),
    FORBID_WEAK_ENCRYPTION: false,
    BLOBS: 'disk:unused',
    INNGEST_BASE_URL: undefined,
    DATABASE_URL: undefined,
    DATABASE_APP_URL: undefined,
    DATABASE_SYSTEM_URL: undefined,
    DATABASE_EXECUTOR_URL: undefined,
    DATABASE_DIRECT_URL: undefined,
  })
