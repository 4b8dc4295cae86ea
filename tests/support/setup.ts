import fc from 'fast-check'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import { testEnv } from './env'

/** Every test process starts from the same environment, whatever the shell holds. */
Object.assign(process.env, testEnv)

/** Property tests try the same inputs everywhere; another seed is tried by changing this one. */
fc.configureGlobal({ seed: 20_261_121 })

let errors: string[] = []

beforeEach(() => {
  errors = []
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    errors.push(parts.map(String).join(' '))
  })
})

afterEach(() => {
  const seen = errors
  errors = []
  expect(seen, 'console.error was called').toEqual([])
})

/** For a test that provokes an error on purpose: hands out what was printed and forgets it. */
export function takeConsoleErrors(): string[] {
  const seen = errors
  errors = []
  return seen
}
