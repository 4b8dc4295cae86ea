import { strictUtf8 } from './charset'
import { toDbLine } from './to-db-text'
import type { ParsedMail } from './types'

/** What daticert.xml says; every field '' where it says nothing. */
export type PecCertificate = {
  /** `<postacert tipo="avvenuta-consegna" …>`, lower-case. */
  readonly type: string | null
  readonly provider: string
  readonly messageId: string
  /** Of whose copy it speaks. */
  readonly recipient: string
  /** Why it was not delivered, in the provider's words. */
  readonly detail: string
}

const maxBytes = 64 * 1024
const maxField = 500

/** The certificate that a provider of Italian certified mail adds to all that it writes (DM 2 November 2005, annex). */
export function readCertificate({ attachments }: Pick<ParsedMail, 'attachments'>): PecCertificate {
  const part = attachments.find((one) => one.declaredName?.toLowerCase() === 'daticert.xml')
  const text = part === undefined ? '' : textOf(part.bytes.subarray(0, maxBytes))
  const type = /<postacert\b[^>]{0,300}\btipo\s{0,3}=\s{0,3}["']([a-z-]{1,60})["']/i.exec(text)?.[1]
  return {
    type: type?.toLowerCase() ?? null,
    provider: field(text, 'gestore-emittente'),
    messageId: field(text, 'msgid'),
    recipient: field(text, 'consegna'),
    detail: field(text, 'errore-esteso'),
  }
}

/** UTF-8 nearly always; a few providers write Latin-1, declared or not. */
const textOf = (bytes: Uint8Array): string => strictUtf8(bytes) ?? Buffer.from(bytes).toString('latin1')

function field(text: string, name: string): string {
  const from = text.indexOf(`<${name}>`)
  const to = from < 0 ? -1 : text.indexOf(`</${name}>`, from)
  if (to < 0) return ''
  const value = text.slice(from + name.length + 2, Math.min(to, from + name.length + 2 + maxField))
  const plain = value.replace(/&(lt|gt|quot|apos|amp);/g, (_, entity) => entities[entity] ?? '')
  return toDbLine(plain, { maxBytes: maxField })
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
