import { getEnv } from '@/lib/env'
import { oauthAppsOf } from './mail-apps'
import { type MailProvider, mailProviders } from './types'

/** The providers at which the operator has an app: there a mailbox can be connected by consent. */
export function listConsentProviders(): MailProvider[] {
  const apps = oauthAppsOf(getEnv())
  return mailProviders.filter((provider) => apps[provider] !== undefined)
}
