import pino from 'pino'
import { getEnv } from './env'

/** One JSON line an entry; pino escapes control characters, so a hostile subject cannot forge a line. */
let logger: pino.Logger | undefined

export function log(): pino.Logger {
  logger ??= pino({
    level: getEnv().LOG_LEVEL,
    redact: ['*.password', '*.secret', '*.token', '*.accessToken'],
  })
  return logger
}
