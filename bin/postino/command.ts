import type { ParseArgsConfig } from 'node:util'

export type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** One command: what it takes, what it says about itself, and what it does. */
export interface Command {
  help: string
  options: NonNullable<ParseArgsConfig['options']>
  /** @returns the exit code */
  run(given: { values: OptionValues; positionals: string[] }): Promise<number>
}

/** Somebody asked wrongly: exit code 2, and the message says how to ask. */
export class UsageError extends Error {}

export function textOption(values: OptionValues, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function requireOption(values: OptionValues, name: string): string {
  const value = textOption(values, name)
  if (value === undefined) throw new UsageError(`--${name} is missing.`)
  return value
}

export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)
export const printLine = (line = ''): void => void process.stdout.write(`${line}\n`)
