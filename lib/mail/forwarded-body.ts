import { isForwardMark, markText } from './forward-phrases'

/** A line of a mail that passes something on: as sent, without quote marks, lower-case, and how deep it is quoted. */
export type ForwardedLine = {
  readonly raw: string
  readonly text: string
  readonly lower: string
  readonly depth: number
}

/**
 * Without the blank lines around it, the marks that stand once more right below the header block or at the end, the
 * quote marks and the indentation that all of it shares. Below a forward that is quoted as a whole, unquoted
 * lines are the forwarder's.
 */
export function forwardedBody(lines: readonly ForwardedLine[], start: number, depth: number): string {
  const last = depth === 0 ? lines.length : lines.findLastIndex((line) => line.depth >= depth) + 1
  const all = withoutFrame(lines.slice(start, last > start ? last : undefined))
  const kept = all.map((line) => withoutMarks(line, Math.max(depth, sharedDepth(all))))
  const indents = kept
    .filter((line) => line.trim() !== '')
    .map((line) => line.length - line.trimStart().length)
  const indent = indents.reduce((least, one) => Math.min(least, one), 20)
  return kept
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join('\n')
    .trim()
}

/** Some clients mark the whole of the mail below a header block that they do not mark. */
const sharedDepth = (lines: readonly ForwardedLine[]): number =>
  lines.some((line) => line.text !== '') && lines.every((line) => line.raw.trim() === '' || line.depth > 0)
    ? 1
    : 0

function withoutFrame(lines: readonly ForwardedLine[]): readonly ForwardedLine[] {
  let from = 0
  let to = lines.length
  while (from < to && (lines[from]?.text === '' || isFrame(lines[from]))) from++
  while (to > from && lines[to - 1]?.text === '') to--
  if (to - 1 > from && (isDrawnMark(lines[to - 1]) || isLastRule(lines[to - 1]))) to--
  return lines.slice(from, to)
}

/** "=== Forwarded message ===" a second time, or the line that a client draws under its header block. */
const isFrame = (line: ForwardedLine | undefined): boolean =>
  line !== undefined &&
  (/^[-_=]{4,200}$/.test(line.text.slice(0, 201)) || isScissors(line) || isDrawnMark(line, '='))

/** KMail's line and The Bat's scissors around what they pass on. */
const isLastRule = (line: ForwardedLine | undefined): boolean =>
  line !== undefined && (/^-{30,80}$/.test(line.text.slice(0, 81)) || isScissors(line))

const isScissors = (line: ForwardedLine): boolean =>
  /^={1,10}8<={3}/.test(line.text) && line.text.length < 120

const isDrawnMark = (line: ForwardedLine | undefined, by = '-='): boolean =>
  line !== undefined &&
  by.includes(line.lower[0] ?? ' ') &&
  line.lower.length < 200 &&
  /^[-=]{3}/.test(line.lower) &&
  /[-=]{3}$/.test(line.lower) &&
  markText(line.lower) !== null &&
  isForwardMark(line.lower)

function withoutMarks(line: ForwardedLine, depth: number): string {
  let rest = line.raw
  for (let i = 0; i < depth; i++) {
    const mark = /^ {0,3}> ?/.exec(rest)?.[0]
    if (mark === undefined) break
    rest = rest.slice(mark.length)
  }
  return rest
}
