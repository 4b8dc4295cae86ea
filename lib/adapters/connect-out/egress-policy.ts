import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import type { Env } from '@/lib/env'
import { canonicalAddress, type EgressAllowance, isPublicAddress, parseEgressAllow } from './address-rules'

/** All addresses of a host, as the system's resolver orders them. @throws when there are none */
export type Resolver = (host: string) => Promise<{ address: string; family: number }[]>

/** Where connections to hosts that tenants name may lead. */
export interface EgressPolicy {
  /** The operator's exceptions, looked at first. */
  allow: readonly EgressAllowance[]
  /** Connections without TLS, without a checked certificate or without a login: forbidden by the operator? */
  isWeakEncryptionForbidden: boolean
  resolve: Resolver
  /** Addresses of our own services and of this machine. */
  ownAddresses(): Promise<ReadonlySet<string>>
}

type EgressEnv = Pick<
  Env,
  | 'EGRESS_ALLOW'
  | 'FORBID_WEAK_ENCRYPTION'
  | 'BLOBS'
  | 'INNGEST_BASE_URL'
  | 'DATABASE_URL'
  | 'DATABASE_APP_URL'
  | 'DATABASE_SYSTEM_URL'
  | 'DATABASE_EXECUTOR_URL'
  | 'DATABASE_DIRECT_URL'
>

/** @throws Error when EGRESS_ALLOW cannot be read: a wrong setting stops the start */
export function createEgressPolicy(env: EgressEnv, resolve: Resolver = systemResolver): EgressPolicy {
  const hosts = ownHosts(env)
  const cached = remember(ownAddressesMs, () => resolveAll(hosts, systemResolver))
  return {
    allow: parseEgressAllow(env.EGRESS_ALLOW),
    isWeakEncryptionForbidden: env.FORBID_WEAK_ENCRYPTION,
    resolve,
    ownAddresses: async () => new Set([...(await cached()), ...machineAddresses()]),
  }
}

const ownAddressesMs = 60_000

/** By the system's resolver, in its order: it knows which families this machine can reach. */
const systemResolver: Resolver = (host) => lookup(host, { all: true, order: 'verbatim' })

function ownHosts(env: EgressEnv): string[] {
  const urls = [
    env.DATABASE_URL,
    env.DATABASE_APP_URL,
    env.DATABASE_SYSTEM_URL,
    env.DATABASE_EXECUTOR_URL,
    env.DATABASE_DIRECT_URL,
    env.INNGEST_BASE_URL,
    env.BLOBS.startsWith('s3:') ? env.BLOBS : undefined,
  ]
  const hosts = urls.flatMap((url) => (url && URL.canParse(url) ? [new URL(url).hostname] : []))
  return [...new Set(hosts)].filter((host) => host !== '').map((host) => host.replace(/^\[(.*)\]$/, '$1'))
}

/** A service that cannot be found cannot be reached either: nothing to guard. */
async function resolveAll(hosts: string[], resolve: Resolver): Promise<string[]> {
  const answers = await Promise.all(hosts.map((host) => resolve(host).catch(() => [])))
  return answers.flat().map(({ address }) => canonicalAddress(address))
}

/** Only the public ones need naming: the others are refused by their range. */
const machineAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map(({ address }) => address)
    .filter(isPublicAddress)
    .map(canonicalAddress)

function remember<T>(forMs: number, read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined
  let until = 0
  return () => {
    if (!value || Date.now() > until) {
      value = read()
      until = Date.now() + forMs
    }
    return value
  }
}
