import type { ApiOperation } from './operation'
import * as choices from './operations/choices'
import * as customers from './operations/customers'
import * as messages from './operations/messages'
import * as tickets from './operations/tickets'

/** Everything that a program can ask for, in the order of the reference. */
export const apiOperations: readonly ApiOperation[] = [tickets, messages, customers, choices].flatMap(
  (group): ApiOperation[] => Object.values(group),
)
