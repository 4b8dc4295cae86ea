import type { RawHeader } from './header-scan'
import type { MailFlag } from './types'

/** A MIME part as split, nothing decoded. `body` of a multipart is empty unless no part was found in it. */
export type RawPart = {
  readonly path: string
  readonly headers: readonly RawHeader[]
  body: Uint8Array
  readonly children: RawPart[]
  readonly isRoot: boolean
  readonly flags: MailFlag[]
}

/** The first field of that name (lower-case), unfolded, encoded-words still encoded; '' when there is none. */
export const rawHeader = (part: RawPart, name: string): string =>
  part.headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''
