const excerptLength = 160

/** The first words on one line, for lists of tickets. */
export function makeExcerpt(text: string): string {
  const line = text
    .slice(0, 4 * excerptLength)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= excerptLength ? line : `${line.slice(0, excerptLength - 1).trimEnd()}…`
}
