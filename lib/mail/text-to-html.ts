/** Plain text as HTML for showing: escaped, http(s) links made clickable, line ends kept. One pass. */
export function textToHtml(text: string): string {
  if (text.trim() === '') return ''
  const lines = text.split('\n').map(linkify)
  return `<div style="white-space:pre-wrap">${lines.join('\n')}</div>`
}

/**
 * The same where it stands beside HTML of its sender: in paragraphs, so that it looks like the rest. Blanks that somebody
 * lined up with stay as many as they were.
 */
export function textToParagraphs(text: string): string {
  const lines = text.trim().split(/\r?\n/)
  if (lines.length === 1 && lines[0] === '') return ''
  const html = lines.map((line) => linkify(line.trimEnd()).replace(/^ | (?= )/g, '&nbsp;')).join('\n')
  return `<p>${html.replace(/\n\n+/g, '</p><p>').replaceAll('\n', '<br/>')}</p>`
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
}

const MAX_URL_LENGTH = 2000
const linkStart = /https?:\/\//gi

function linkify(line: string): string {
  let out = ''
  let at = 0
  linkStart.lastIndex = 0
  for (let found = linkStart.exec(line); found !== null; found = linkStart.exec(line)) {
    const end = urlEnd(line, found.index)
    if (end - found.index <= found[0].length || end - found.index > MAX_URL_LENGTH) {
      linkStart.lastIndex = end
      continue
    }
    const url = line.slice(found.index, end)
    out += escapeHtml(line.slice(at, found.index))
    out += `<a href="${escapeHtml(url)}" target="_blank" rel="noopener noreferrer nofollow">${escapeHtml(url)}</a>`
    at = end
    linkStart.lastIndex = end
  }
  return out + escapeHtml(line.slice(at))
}

/** Up to white space, a quote or an angle bracket; punctuation that closes the sentence stays outside. */
function urlEnd(line: string, start: number): number {
  let end = start
  while (end < line.length && end - start <= MAX_URL_LENGTH && !/[\s<>"'`]/.test(line[end] ?? ' ')) end++
  while (end > start && '.,;:!?'.includes(line[end - 1] ?? '')) end--
  if (line[end - 1] === ')' && !line.slice(start, end).includes('(')) end--
  return end
}
