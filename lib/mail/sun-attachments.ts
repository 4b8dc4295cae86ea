import { fieldNamed, scanHeaders } from './header-scan'
import { type RawPart, rawHeader } from './raw-part'

const RULE = '----------'
const MAX_PARTS = 200
const limits = { maxHeaderBytes: 64 * 1024, maxHeaderLines: 100 }

/**
 * "Content-Type: X-sun-attachment", which the mail tool of old Suns writes instead of MIME: parts below rules of ten
 * hyphens, each with a header of its own. As the MIME parts that they stand for; null for every other mail.
 */
export function readSunAttachments(root: RawPart): RawPart | null {
  if (!/^x-sun-attachment\b/i.test(rawHeader(root, 'content-type').trim()) || root.children.length > 0)
    return null
  const source = Buffer.from(root.body.buffer, root.body.byteOffset, root.body.byteLength)
  const starts = ruleLines(source)
  if (starts.length === 0) return null
  const children = starts.map(({ end }, index): RawPart => {
    const bytes = source.subarray(end, starts[index + 1]?.start ?? source.length)
    const { headers, bodyStart } = scanHeaders(bytes, limits)
    const field = (name: string) => fieldNamed(headers, name).trim()
    return {
      path: String(index + 1),
      headers: asMime(field),
      body: bytes.subarray(bodyStart),
      children: [],
      isRoot: false,
      flags: [],
    }
  })
  const type = { name: 'Content-Type', value: 'multipart/mixed' }
  const others = root.headers.filter(({ name }) => name.toLowerCase() !== 'content-type')
  return { ...root, headers: [type, ...others], body: new Uint8Array(), children }
}

function asMime(field: (name: string) => string): RawPart['headers'] {
  const isText = /^(?:text|default-doc)?$/i.test(field('x-sun-data-type'))
  const name = field('x-sun-data-name') || field('x-sun-data-description')
  const charset = field('x-sun-charset')
  const encoding = /uuencode/i.test(field('x-sun-encoding-info')) ? 'x-uuencode' : '8bit'
  return [
    {
      name: 'Content-Type',
      value: isText
        ? `text/plain${charset === '' ? '' : `; charset="${charset}"`}`
        : 'application/octet-stream',
    },
    { name: 'Content-Transfer-Encoding', value: encoding },
    ...(isText
      ? []
      : [{ name: 'Content-Disposition', value: `attachment; filename*=utf-8''${encodeURIComponent(name)}` }]),
  ]
}

function ruleLines(source: Buffer): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = source.indexOf(RULE)
  while (start >= 0 && found.length < MAX_PARTS) {
    const next = source.indexOf(0x0a, start)
    const end = next < 0 ? source.length : next + 1
    const isLine = start === 0 || source[start - 1] === 0x0a
    if (isLine && source.toString('latin1', start, end).trimEnd() === RULE) found.push({ start, end })
    start = source.indexOf(RULE, end)
  }
  return found
}
