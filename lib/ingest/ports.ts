import type { BlobStore } from '@/lib/blobs/types'
import type { ParsedMail, Unreadable } from '@/lib/mail/types'

/** What the pipeline needs of the outside. `lib/wiring.ts` says which adapter stands behind which port. */
export interface IngestPorts {
  blobs: BlobStore
  parser: MailParserPort
  authenticator: MailAuthenticatorPort
}

/** Reads bytes in a thread with hard limits of time and memory: answers for every byte string, never throws for one. */
export interface MailParserPort {
  parse(bytes: Uint8Array): Promise<ParsedMail | Unreadable>
}

/** Asks DNS, within its own time limit, who stands behind a mail. Trouble is `none`: it only ever lowers trust. */
export interface MailAuthenticatorPort {
  authenticate(mail: AuthenticatedMail): Promise<AuthenticationResult>
}

export interface AuthenticatedMail {
  bytes: Uint8Array
  clientIp: string
  helo: string
  envelopeFrom: string
  fromDomain: string | null
  /** The server of the mailbox it was read from, whose Authentication-Results are believed; null: nobody's are. */
  trustedServer: string | null
}

export interface AuthenticationResult {
  verdict: 'pass' | 'fail' | 'none'
  /** Plain words for the decision trail, such as "dkim=pass (example.org)". */
  details: string[]
}

/** What may be said of the sender that is shown; of certified mail also what was found out about its carrier. */
export interface SenderAuthentication extends AuthenticationResult {
  carrierVerdict?: AuthenticationResult['verdict']
}
