/**
 * The only source of time for code that may not take it as an argument. Tests replace it; rules never
 * import it (they get `at: Date`).
 */
let read: () => number = () => Date.now()

export const now = (): Date => new Date(read())

/** For tests: runs on a fixed or moving time until the returned function restores the real one. */
export function replaceClock(source: () => number): () => void {
  const before = read
  read = source
  return () => {
    read = before
  }
}
