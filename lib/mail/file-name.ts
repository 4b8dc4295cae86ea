import { cutToBytes } from './to-db-text'

const MAX_NAME_BYTES = 200

/**
 * A file name that is safe to show, to store as data and to offer for download; never a path. Controls,
 * zero-width and bidi characters go (they hide the real extension), separators become "_", leading dots and
 * trailing dots and blanks go, the extension survives the cut to 200 bytes. Never empty.
 */
export function safeFileName(declared: string | null, fallback = 'attachment'): string {
  const name = clean(declared ?? '')
  if (name !== '') return name
  const other = clean(fallback)
  return other === '' ? 'attachment' : other
}

function clean(input: string): string {
  const text = input
    .slice(0, 4096)
    .normalize('NFC')
    // Everything invisible: controls, format characters (bidi, zero-width), private use, halves of pairs, separators.
    .replace(/\p{Cc}|\p{Cf}|\p{Cs}|\p{Co}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{Zs}/gu, ' ')
    .replace(/[/\\\u2044\u2215\u29f8\uff0f\uff3c]/g, '_')
    .replace(/[<>:"|?*]/g, '_')
  const trimmed = trimName(text)
  return RESERVED.test(trimmed) ? `_${trimmed}` : cutKeepingExtension(trimmed)
}

/**
 * The file's own name where old programs of Windows sent its whole path. As a header is to be read, the strokes only
 * quote what follows them ("C:UsersEvafattura.pdf"), so the fields are looked at as they were written.
 */
export function leafOfPath(...fields: readonly string[]): string | null {
  const path = /name\s{0,9}=\s{0,9}"?(?:[a-z]:\\|\\\\)[^";]{0,1000}/i.exec(fields.join('; '))?.[0] ?? ''
  const leaf = path.slice(path.lastIndexOf('\\') + 1).trim()
  return leaf === '' || leaf.includes('=?') ? null : leaf
}

/** Device names of Windows, with or without an extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

function trimName(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && (text[from] === '.' || text[from] === ' ')) from++
  while (to > from && (text[to - 1] === '.' || text[to - 1] === ' ')) to--
  return text.slice(from, to)
}

function cutKeepingExtension(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const extension = dot > 0 && name.length - dot <= 16 ? name.slice(dot) : ''
  const room = MAX_NAME_BYTES - Buffer.byteLength(extension)
  return `${trimName(cutToBytes(name.slice(0, name.length - extension.length), room))}${extension}`
}

/**
 * The Content-Disposition value for a response or a mail part: an ASCII `filename` for old readers and
 * `filename*` in UTF-8 when that loses something (RFC 6266 section 4.3, RFC 8187 section 3.2).
 */
export function contentDisposition(fileName: string, type: 'attachment' | 'inline'): string {
  const name = safeFileName(fileName)
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '_')
    .replace(/["\\%]/g, '_')
  const plain = `${type}; filename="${ascii}"`
  return ascii === name ? plain : `${plain}; filename*=UTF-8''${encodeExtValue(name)}`
}

function encodeExtValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
