/**
 * The words of text/enriched (RFC 1896) and its forerunner text/richtext (RFC 1341): commands in angle brackets go, "<<"
 * is one bracket, parameters are no text, and of line breaks in a row the first only wraps.
 */
export function enrichedToText(source: string): string {
  const plain = source
    .replace(/\r\n?/g, '\n')
    .split('<<')
    .map((piece) =>
      piece
        .replace(/<param>[^<]{0,2000}<\/param>/gi, '')
        .replace(/<nl>/gi, '\n\n')
        .replace(/<\/?[a-z0-9-]{1,60}>/gi, ''),
    )
    .join('<')
  return plain.replace(/\n+/g, (breaks) => (breaks.length === 1 ? ' ' : breaks.slice(1)))
}
