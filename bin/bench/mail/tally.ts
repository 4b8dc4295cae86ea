import type { MailCase } from './corpus'
import type { FieldResult } from './score'

/** Counts of the folds that rules were written with, and of the one that was kept apart. */
export interface Counts {
  open: { right: number; all: number; f1Sum: number; f1All: number }
  apart: { right: number; all: number; f1Sum: number; f1All: number }
}

const noCounts = (): Counts => ({
  open: { right: 0, all: 0, f1Sum: 0, f1All: 0 },
  apart: { right: 0, all: 0, f1Sum: 0, f1All: 0 },
})

/** The results of one reader: cases by category and origin, and fields by category. */
export class Tally {
  readonly cases = new Map<string, Counts>()
  readonly origins = new Map<string, Counts>()
  readonly fields = new Map<string, Counts>()

  add({ category, origin, fold }: MailCase, results: readonly FieldResult[], isRead: boolean): void {
    const isRight = isRead && results.every((one) => one.isRight)
    count(this.cases, category, fold, isRight, null)
    count(this.origins, `${category}\t${origin}`, fold, isRight, null)
    for (const one of results) count(this.fields, `${category}\t${one.field}`, fold, one.isRight, one.f1)
  }
}

function count(
  map: Map<string, Counts>,
  key: string,
  fold: number,
  isRight: boolean,
  f1: number | null,
): void {
  const counts = map.get(key) ?? noCounts()
  map.set(key, counts)
  const part = fold === 0 ? counts.apart : counts.open
  part.all++
  if (isRight) part.right++
  if (f1 === null) return
  part.f1All++
  part.f1Sum += f1
}

export const percent = (right: number, all: number): string =>
  all === 0 ? '' : `${((100 * right) / all).toFixed(1)} %`

/** "12/14 85.7 %", and the mean token F1 where the field is a text. */
export function shown({ right, all, f1Sum, f1All }: Counts['open']): string {
  if (all === 0) return '-'
  const f1 = f1All === 0 ? '' : ` F1 ${(f1Sum / f1All).toFixed(3)}`
  return `${right}/${all} ${percent(right, all)}${f1}`
}

/** Lines with columns as wide as their widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
