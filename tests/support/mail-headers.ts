/** The header names of a mail's first block, lower-case, in order. */
export function headersOf(raw: string): string[] {
  return headerLines(raw).map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
}

/** One header's value, unfolded; '' when the mail has none. */
export function headerOf(raw: string, name: string): string {
  const line = headerLines(raw).find((one) => one.toLowerCase().startsWith(`${name}:`))
  return line === undefined ? '' : line.slice(name.length + 1).trim()
}

function headerLines(raw: string): string[] {
  return raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
}
