/** Plain text as HTML for showing: escaped, http(s) links made clickable, line ends kept. One pass. */
export function textToHtml(text: string): string {
  if (text.trim() === '') return ''
  const lines = text.split('\n').map(linkify)
  return `<div style="white-space:pre-wrap">${lines.join('\n')}</div>`
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
