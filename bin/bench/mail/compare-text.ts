/** White space collapsed, invisible characters dropped: how texts of different readers are compared. */
export const collapsed = (text: unknown): string =>
  String(text ?? '')
    .replace(/\u200b|\u200c|\u200d|\ufeff/g, '')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()

export const withoutSpace = (text: unknown): string => collapsed(text).replaceAll(' ', '')

/** Token F1 of two texts: 1 when they have the same words and signs, in any order. */
export function tokenF1(expected: unknown, got: unknown): number {
  const left = tokens(expected)
  const right = tokens(got)
  if (left.length === 0 && right.length === 0) return 1
  const counts = new Map<string, number>()
  for (const token of left) counts.set(token, (counts.get(token) ?? 0) + 1)
  let common = 0
  for (const token of right) {
    const count = counts.get(token) ?? 0
    if (count === 0) continue
    common++
    counts.set(token, count - 1)
  }
  return common === 0 ? 0 : (2 * common) / (left.length + right.length)
}

const tokens = (text: unknown): string[] =>
  collapsed(text)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []

/** The words of an HTML text, read crudely: only to compare one crude reading with another. */
export function wordsOfHtml(html: unknown): string {
  const text = String(html ?? '')
    .replace(/<(head|style|script|title)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, digits: string) => String.fromCodePoint(Number(digits)))
    .replace(/&(nbsp|lt|gt|quot|amp);/g, (_, name: string) => entities[name] ?? '')
  return collapsed(text)
}

const entities: Readonly<Record<string, string>> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', amp: '&' }
