import { now } from '@/lib/clock'
import { countLostAnnouncements } from '@/lib/db/system-mail'

const lookBackMs = 7 * 86_400_000

/** Mails of all tenants that a provider announced in the last week and that could not be fetched. */
export const countLostMails = (): Promise<number> =>
  countLostAnnouncements(new Date(now().getTime() - lookBackMs))
