import { Cron } from 'croner'
import { RegistrationError } from '../errors'
import type { ConfigReader } from './config-reader'
import type { CronTrigger } from './function-plan'

/** Reads "TZ=Europe/Rome 0 9 * * *": five fields, and UTC where no time zone is named. */
export function readCron(at: ConfigReader, expression: string): CronTrigger {
  const [, timezone = 'UTC', pattern = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(expression.trim()) ?? []
  const cron = { expression, pattern, timezone }
  try {
    if (nextCronTime(cron, new Date()) !== null) return cron
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new RegistrationError(at.functionId, `cron "${expression}": ${reason}`)
  }
  throw new RegistrationError(at.functionId, `cron "${expression}" never comes`)
}

/** The first time of a cron after `after`, or null when there is none. */
export const nextCronTime = (cron: CronTrigger, after: Date): Date | null =>
  new Cron(cron.pattern, { mode: '5-part', timezone: cron.timezone, paused: true }).nextRun(after)
