import { choiceIn } from './choices'
import type { MailCase } from './corpus'
import type { FieldResult } from './score'

/** Counts of the folds that rules were written with, and of the one that was kept apart. */
export interface Counts {
  open: Count
  apart: Count
}

/** `chosen`: of the wrong ones, those that differ from the origin by a choice (choices.ts). */
interface Count {
  right: number
  all: number
  chosen: number
  f1Sum: number
  f1All: number
}

const noCount = (): Count => ({ right: 0, all: 0, chosen: 0, f1Sum: 0, f1All: 0 })
const noCounts = (): Counts => ({ open: noCount(), apart: noCount() })

/** The results of one reader: cases by category and origin, and fields by category. */
export class Tally {
  readonly cases = new Map<string, Counts>()
  readonly origins = new Map<string, Counts>()
  readonly fields = new Map<string, Counts>()
  readonly choices = new Map<string, number>()

  add(one: MailCase, results: readonly FieldResult[], isRead: boolean): void {
    const { category, origin, fold } = one
    const isRight = isRead && results.every((result) => result.isRight)
    const wrong = results.filter((result) => !result.isRight)
    const made = wrong.map((result) => choiceIn(one, result))
    const isChosen = isRead && !isRight && made.every((choice) => choice !== null)
    for (const choice of new Set(made)) {
      if (choice !== null) this.choices.set(choice, (this.choices.get(choice) ?? 0) + 1)
    }
    count(this.cases, category, fold, { isRight, isChosen, f1: null })
    count(this.origins, `${category}\t${origin}`, fold, { isRight, isChosen, f1: null })
    for (const result of results) {
      const isFieldChosen = choiceIn(one, result) !== null
      const { field, f1 } = result
      count(this.fields, `${category}\t${field}`, fold, {
        isRight: result.isRight,
        isChosen: isFieldChosen,
        f1,
      })
    }
  }
}

type Outcome = { isRight: boolean; isChosen: boolean; f1: number | null }

function count(
  map: Map<string, Counts>,
  key: string,
  fold: number,
  { isRight, isChosen, f1 }: Outcome,
): void {
  const counts = map.get(key) ?? noCounts()
  map.set(key, counts)
  const part = fold === 0 ? counts.apart : counts.open
  part.all++
  if (isRight) part.right++
  if (isChosen) part.chosen++
  if (f1 === null) return
  part.f1All++
  part.f1Sum += f1
}

/** What can be reached at all by the choices that were made, both folds. */
export function reachable({ open, apart }: Counts): string {
  if (open.chosen + apart.chosen === 0) return ''
  return [open, apart].map(({ all, chosen }) => percent(all - chosen, all) || '-').join(' / ')
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
