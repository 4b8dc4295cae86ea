import { addresses } from './addresses'
import { drawings } from './drawings'
import { loads } from './loads'
import { parsers } from './parsers'
import type { Payload } from './payload'
import { scripts } from './scripts'

/** All of them, each once. */
export const allPayloads: readonly Payload[] = [
  ...new Set([...scripts, ...loads, ...addresses, ...parsers, ...drawings]),
]
