const MAX_ID_LENGTH = 998
const MAX_FIELD_LENGTH = 200_000

/**
 * Message-IDs out of Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4), without angle brackets. Real mail
 * has ids without brackets, several glued together, comments ("Your message of ..."), and plain addresses in
 * In-Reply-To; only what can be an id survives, of too many the last ones. One pass.
 */
export function readMessageIds(value: string, options: { maxIds: number }): string[] {
  const field = value.length > MAX_FIELD_LENGTH ? value.slice(-MAX_FIELD_LENGTH) : value
  const ids: string[] = []
  const seen = new Set<string>()
  const add = (candidate: string): void => {
    const id = cleanId(candidate)
    if (id === null || seen.has(id)) return
    seen.add(id)
    ids.push(id)
  }
  if (field.includes('<')) {
    let at = 0
    while (at < field.length) {
      const open = field.indexOf('<', at)
      if (open < 0) break
      const close = field.indexOf('>', open + 1)
      if (close < 0) {
        // Cut off on the way: an id only if it looks like one.
        const [word = ''] = field
          .slice(open + 1)
          .trim()
          .split(' ')
        if (word.includes('@')) add(word)
        break
      }
      const inner = field.slice(open + 1, close)
      const innermost = inner.lastIndexOf('<')
      add(innermost < 0 ? inner : inner.slice(innermost + 1))
      at = close + 1
    }
  } else {
    for (const word of field.split(/[\s,;]/)) if (word.includes('@')) add(word)
  }
  return ids.slice(-options.maxIds)
}

/** An id as used for comparing and storing, or null when it cannot be one. Folding inside an id is undone. */
export function cleanId(candidate: string): string | null {
  const id = candidate.replace(/\s/g, '')
  if (id === '' || id.length > MAX_ID_LENGTH) return null
  for (let i = 0; i < id.length; i++) {
    const code = id.charCodeAt(i)
    if (code < 0x21 || (code >= 0x7f && code < 0xa0)) return null
  }
  if (id.includes('<') || id.includes('>')) return null
  return id
}
