const nowhere = 'http://same-origin.invalid'

/**
 * A path of our own to go to after signing in, or null. Exactly one leading slash, no backslash and no control
 * character (browsers drop tabs and line ends, and read "\" as "/"), and the same origin when a URL parser reads it.
 * With `ownOrigin` an absolute URL of that origin is accepted too and cut down to its path.
 */
export function safeReturnPath(input: unknown, ownOrigin?: string): string | null {
  if (typeof input !== 'string' || input.length > 2_000) return null
  if (ownOrigin !== undefined && (input === ownOrigin || input.startsWith(`${ownOrigin}/`)))
    return safeReturnPath(input.slice(ownOrigin.length) || '/')
  if (!/^\/(?![/\\])[^\\\p{Cc}\s]*$/u.test(input)) return null
  if (!URL.canParse(input, nowhere)) return null
  const url = new URL(input, nowhere)
  // "/./" and "/%2e/" before "//host" are resolved by the parser: look again at what came out.
  if (url.origin !== nowhere || url.pathname.startsWith('//')) return null
  return `${url.pathname}${url.search}${url.hash}`
}
