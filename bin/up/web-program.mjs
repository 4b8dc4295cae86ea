import { availableParallelism } from 'node:os'

/** More would each hold connections to the database and memory for pages that few people open at once. */
const maxProcesses = 2

export const webProcessCount = Math.min(maxProcesses, availableParallelism())

/** Drawing a page leaves a few megabytes behind: with less room they would be looked through while still in use. */
const nodeFlags = ['--max-semi-space-size=32']

/** What Node is given to serve the built pages, with `next start`'s own arguments. */
export const webProgram = (nextArguments) => [...nodeFlags, 'bin/web.mjs', ...nextArguments]
