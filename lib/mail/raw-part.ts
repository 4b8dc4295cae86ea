import { charsetName } from './charset-labels'
import { fieldNamed, type RawHeader } from './header-scan'
import { parseHeaderValue, stripComments } from './header-value'
import { headerBytesToText } from './header-words'
import type { MailFlag } from './types'

/** A MIME part as split, nothing decoded. `body` of a multipart is empty unless no part was found in it. */
export type RawPart = {
  readonly path: string
  headers: readonly RawHeader[]
  body: Uint8Array
  readonly children: RawPart[]
  readonly isRoot: boolean
  readonly flags: MailFlag[]
}

/** The first field of that name (lower-case), unfolded, encoded-words still encoded; '' when there is none. */
export const rawHeader = (part: RawPart, name: string): string => fieldNamed(part.headers, name)

/** How the body is encoded. Of several fields the first one that says more than that it is not encoded at all. */
export function transferEncodingOf(part: RawPart): string {
  const told = part.headers
    .filter((one) => one.name.toLowerCase() === 'content-transfer-encoding')
    .map((one) => stripComments(one.value).trim().toLowerCase())
  return told.find((one) => !/^(?:7bit|8bit|binary|)$/.test(one)) ?? told[0] ?? ''
}

/**
 * Fields with bytes of no told charset (RFC 5322 forbids them, scripts send them) are read by the charset that a text
 * of the mail declares: it is the same program that wrote both.
 */
export function readHeadersByTexts(root: RawPart): void {
  const parts = partsOf(root)
  if (!parts.some(({ headers }) => headers.some(({ bytes }) => bytes !== undefined))) return
  const hint = charsetHint(root)
  if (hint === null) return
  for (const part of parts) {
    part.headers = part.headers.map(({ name, value, bytes }) =>
      bytes === undefined ? { name, value } : { name, value: headerBytesToText(bytes, hint).trim(), bytes },
    )
  }
}

/** The first charset beside ASCII and Unicode that a part declares. */
export function charsetHint(root: RawPart): string | null {
  for (const part of partsOf(root)) {
    const declared = parseHeaderValue(rawHeader(part, 'content-type')).params.get('charset') ?? null
    const name = charsetName(declared)
    if (name !== '' && !name.startsWith('utf-')) return name
  }
  return null
}

/** The part and all below it, in the order of the mail; a stack of its own, for parts nest a thousand deep. */
function partsOf(root: RawPart): RawPart[] {
  const parts: RawPart[] = []
  const open = [root]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    parts.push(part)
    open.push(...part.children.toReversed())
  }
  return parts
}
