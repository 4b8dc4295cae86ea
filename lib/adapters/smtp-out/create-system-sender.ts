import type { Env } from '@/lib/env'
import { createSmtpSender, type SmtpSender } from './create-smtp-sender'
import { notConfiguredSender } from './not-configured-sender'

/**
 * The operator's own way out.
 * @throws Error when MAIL_OUT_URL is set and is no SMTP URL: a wrong setting stops the start
 */
export function createSystemSender(env: Pick<Env, 'MAIL_OUT_URL' | 'MAIL_HOSTNAME'>): SmtpSender {
  return env.MAIL_OUT_URL
    ? createSmtpSender({ url: env.MAIL_OUT_URL, hostname: env.MAIL_HOSTNAME })
    : notConfiguredSender
}
