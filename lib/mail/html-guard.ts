const MAX_DEPTH = 1000
const MAX_BRACKETS = 200_000
const MAX_LENGTH = 4_000_000

/**
 * HTML parsers keep a stack of open elements and search it at every end tag: 200,000 nested elements cost them half a
 * minute. This looks first, in linear time, and says whether the input may be parsed at all.
 */
export function isTooDeep(html: string): boolean {
  if (html.length > MAX_LENGTH) return true
  const open: string[] = []
  let brackets = 0
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (++brackets > MAX_BRACKETS) return true
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4)
      if (end < 0) return false
      at = end
      continue
    }
    const isClosing = html.charCodeAt(at + 1) === 0x2f
    const name = nameAt(html, isClosing ? at + 2 : at + 1)
    if (name === '' || neverDeep.has(name)) continue
    if (isClosing) {
      const index = open.lastIndexOf(name)
      if (index >= 0) open.length = index
    } else if (open.push(name) > MAX_DEPTH) return true
  }
  return false
}

/** Void elements, and those that a neighbour of the same kind closes by itself. */
const neverDeep = new Set([
  'area',
  'base',
  'br',
  'col',
  'dd',
  'dt',
  'embed',
  'hr',
  'img',
  'input',
  'li',
  'link',
  'meta',
  'option',
  'p',
  'source',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'wbr',
])

function nameAt(html: string, from: number): string {
  let end = from
  while (end - from < 24 && isNameCode(html.charCodeAt(end))) end++
  return html.slice(from, end).toLowerCase()
}

const isNameCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)

/** The words of HTML that may not be parsed: everything in angle brackets becomes a blank. */
export function crudeText(html: string): string {
  const source = html.slice(0, MAX_LENGTH)
  const pieces: string[] = []
  let at = 0
  while (at < source.length) {
    const open = source.indexOf('<', at)
    if (open < 0) break
    const close = source.indexOf('>', open + 1)
    pieces.push(source.slice(at, open))
    if (close < 0) return squeeze(pieces)
    at = close + 1
  }
  pieces.push(source.slice(at))
  return squeeze(pieces)
}

function squeeze(pieces: readonly string[]): string {
  return pieces
    .filter((piece) => piece.trim() !== '')
    .join(' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .trim()
}
