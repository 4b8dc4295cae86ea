import { queueFunctions } from './queue-functions'
import { runFunctions } from './run-functions'
import { tables } from './tables'
import { tick } from './tick'

/** Applied in order and never edited once released: a change is a new entry. */
export const migrations: readonly { version: number; sql: string }[] = [
  { version: 1, sql: tables + queueFunctions + runFunctions + tick },
]
