import { now } from '@/lib/clock'
import { deleteWebhookEventsBefore } from '@/lib/db/system-mail'

/** Providers repeat a request for days, and a signature is good for minutes: a month is long enough to know both. */
const keptForMs = 30 * 86_400_000

/** Signed requests older than a month, and what became of the mails they announced. */
export const forgetEvents = (): Promise<void> =>
  deleteWebhookEventsBefore(new Date(now().getTime() - keptForMs))
