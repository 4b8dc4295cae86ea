import type { TLSSocket } from 'node:tls'

/** What a tenant says of a server's certificate. A pinned one is taken instead of a checked one, and no other. */
export interface CertificateTrust {
  isCertificateChecked: boolean
  /** SHA-256, hex without colons. */
  pinnedFingerprint: string | null
}

export function isTrusted(socket: TLSSocket, trust: CertificateTrust): boolean {
  if (trust.pinnedFingerprint !== null) return fingerprintOf(socket) === trust.pinnedFingerprint.toLowerCase()
  return !trust.isCertificateChecked || socket.authorized
}

/** Null when the connection ended before a certificate was seen. */
export const fingerprintOf = (socket: TLSSocket): string | null =>
  socket.getPeerCertificate()?.fingerprint256?.replaceAll(':', '').toLowerCase() ?? null
