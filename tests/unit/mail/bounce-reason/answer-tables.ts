/** What is said, by what it means: one answer on each line, in front of it the status that a report tells or "-". */
export type AnswersByReason = Readonly<Record<string, string>>

/** Each answer with its reason. */
export const linesOf = (table: AnswersByReason): readonly [line: string, reason: string][] =>
  Object.entries(table).flatMap(([reason, lines]) =>
    lines
      .trim()
      .split('\n')
      .map((line): [string, string] => [line, reason]),
  )

/** Each answer with its status and reason. */
export const answersOf = (
  table: AnswersByReason,
): readonly [status: string | null, answer: string, reason: string][] =>
  linesOf(table).map(([line, reason]) => {
    const blank = line.indexOf(' ')
    const status = line.slice(0, blank)
    return [status === '-' ? null : status, line.slice(blank + 1), reason]
  })
