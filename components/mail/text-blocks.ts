/** A run of lines at one depth of quoting; `text` ends in a line end. */
export interface TextBlock {
  /** How many `>` stood before its lines; 0 is what the writer said. */
  depth: number
  text: string
}

const maxDepth = 6
/** Programs that wrap text do it at 65 to 80 letters; a rule at 100 leaves room for those that count differently. */
const narrowest = 60
const widest = 100

/**
 * A plain text as it is drawn: quoted lines by their depth, without their marks, and lines that a program wrapped
 * joined again, so that they wrap where the page does. Everything that may be meant as lines stays as lines: lists,
 * tables, code, addresses, signatures. Linear.
 */
export function textBlocks(text: string): TextBlock[] {
  const lines = text.split('\n').map(readLine)
  const wrapped = wrappedLines(lines)
  const blocks: { depth: number; lines: string[] }[] = []
  for (const [at, { depth, content }] of lines.entries()) {
    const block = blocks.at(-1)
    if (!block || block.depth !== depth) blocks.push({ depth, lines: [content] })
    else if (wrapped.has(at - 1)) block.lines.push(`${block.lines.pop() ?? ''} ${content}`)
    else block.lines.push(content)
  }
  return blocks.flatMap((block) => {
    const shown = block.depth === 0 ? block.lines : withoutBlankRim(block.lines)
    return shown.length === 0 ? [] : [{ depth: block.depth, text: `${shown.join('\n')}\n` }]
  })
}

/** A quote stands apart by its line; programs put empty lines of theirs around it. */
function withoutBlankRim(lines: readonly string[]): readonly string[] {
  const isSaid = (line: string) => line.trim() !== ''
  return lines.slice(Math.max(0, lines.findIndex(isSaid)), lines.findLastIndex(isSaid) + 1)
}

interface Line {
  depth: number
  content: string
}

/** ">From" is how mailboxes kept in one file escape a line of text, and no quote. */
function readLine(line: string): Line {
  if (!line.startsWith('>') || line.startsWith('>From ')) return { depth: 0, content: line }
  let at = 0
  let depth = 0
  while (depth < maxDepth && line[at] === '>') {
    depth += 1
    at += line[at + 1] === ' ' && line[at + 2] === '>' ? 2 : 1
  }
  return { depth, content: line[at] === ' ' ? line.slice(at + 1) : line.slice(at) }
}

/** Which lines go on in the next one. A program that wraps does it more than once. */
function wrappedLines(lines: readonly Line[]): ReadonlySet<number> {
  const width = widthOfWrapping(lines)
  const wrapped = new Set<number>()
  for (const [at, { depth, content }] of lines.entries()) {
    const next = lines[at + 1]
    if (next?.depth === depth && isWrapped(content, next.content, width)) wrapped.add(at)
  }
  return wrapped.size > 1 ? wrapped : new Set()
}

/** How wide the text was wrapped; 0 when it was not: then one of its lines of several words is wider than any wrapping. */
function widthOfWrapping(lines: readonly Line[]): number {
  let width = 0
  for (const { content } of lines) {
    if (!content.includes(' ')) continue
    if (content.length > widest) return 0
    width = Math.max(width, content.length)
  }
  return width < narrowest ? 0 : width
}

/** The line ended because the next word did not fit, and not because its writer ended it. */
function isWrapped(line: string, next: string, width: number): boolean {
  if (width === 0 || !line.includes(' ') || isOwnLine(line) || !/^[\p{L}\p{N}"'«“‘(€$]/u.test(next))
    return false
  if (/^\d{1,3}[.)]\s/u.test(next) || /\s{3}|\t/u.test(next)) return false
  const word = /^\S+/u.exec(next)?.[0] ?? ''
  return line.trimEnd().length + 1 + word.length > width
}

/** Indented, in columns, a rule, or what announces the next line. */
const isOwnLine = (line: string): boolean => /^\s|\s{3}|\t|[-=_*]{4}|:\s*$/u.test(line)
