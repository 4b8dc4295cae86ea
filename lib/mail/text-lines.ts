/** Whether anything stands in these lines. */
export const hasText = (lines: readonly string[]): boolean => lines.some((line) => line.trim() !== '')

/** The last of these lines in which anything stands. */
export const lastWithText = (lines: readonly string[]): string | undefined =>
  lines.findLast((line) => line.trim() !== '')
