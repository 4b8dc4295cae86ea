import type { Logger } from '@/inngest/embedded/logger'

const nothing = () => undefined

/** Failing functions are what many tests are about; what is logged of them is not. */
export const quiet: Logger & { debug(): void } = {
  info: nothing,
  warn: nothing,
  error: nothing,
  debug: nothing,
}
