/** What a check found: `warn` works, but somebody should know. */
export interface Finding {
  name: string
  state: 'ok' | 'warn' | 'fail'
  detail: string
  /** What to do; empty when all is well. */
  remedy: string
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail, remedy: '' })
export const warn = (name: string, detail: string, remedy: string): Finding => ({
  name,
  state: 'warn',
  detail,
  remedy,
})
export const fail = (name: string, detail: string, remedy: string): Finding => ({
  name,
  state: 'fail',
  detail,
  remedy,
})

export const messageOf = (error: unknown): string => {
  // A refused connection to a name with several addresses has no message of its own.
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return (error instanceof Error ? error.message : String(error)) || code
}
