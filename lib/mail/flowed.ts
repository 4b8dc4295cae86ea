/**
 * format=flowed (RFC 3676): joins soft-broken lines, undoes space-stuffing, keeps quote depth. Text in, text
 * out with LF line ends; linear.
 */
export function decodeFlowed(text: string, options: { isDelSp: boolean }): string {
  const out: string[] = []
  let open: { depth: number; text: string } | null = null
  for (const line of text.split(/\r\n|\n|\r/)) {
    const depth = quoteDepth(line)
    const rest = line.slice(depth)
    const content = rest.startsWith(' ') ? rest.slice(1) : rest
    const isSoft = content.endsWith(' ') && content !== '-- '
    if (open !== null && open.depth !== depth) {
      out.push(render(open.depth, open.text))
      open = null
    }
    if (content === '-- ' && open !== null) {
      out.push(render(open.depth, open.text))
      open = null
    }
    const joined: string = (open?.text ?? '') + (isSoft && options.isDelSp ? content.slice(0, -1) : content)
    if (isSoft) {
      open = { depth, text: joined }
    } else {
      out.push(render(depth, joined))
      open = null
    }
  }
  if (open !== null) out.push(render(open.depth, open.text))
  return out.join('\n')
}

function quoteDepth(line: string): number {
  let depth = 0
  while (line[depth] === '>') depth++
  return depth
}

const render = (depth: number, text: string): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`)
