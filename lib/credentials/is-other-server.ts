/** Where a secret is told, and how it is guarded on the way. */
interface SecretServer {
  host: string
  port: number
  encryption: string
  isCertificateChecked: boolean
  /** Empty or null for none. */
  pinnedFingerprint: string | null
}

/**
 * Whether a stored secret would be told to somebody else than the one it was given for. Whoever changes where it goes,
 * or how its server is known, gives it again: settings may be changed by people who must not learn it.
 */
export const isOtherServer = (before: SecretServer, after: SecretServer): boolean =>
  before.host.toLowerCase() !== after.host.toLowerCase() ||
  before.port !== after.port ||
  before.encryption !== after.encryption ||
  before.isCertificateChecked !== after.isCertificateChecked ||
  (before.pinnedFingerprint ?? '') !== (after.pinnedFingerprint ?? '')
