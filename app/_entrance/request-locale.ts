import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { type Locale, pickLocale } from '@/i18n/locales'
import { listPlaces } from '@/lib/access/list-places'
import type { SignedInSession } from '@/lib/access/types'
import type { AgentScope } from '@/lib/tenancy/scope'
import { currentAgent } from './current-session'

/** Written by the browser (components/remember-time-zone): the server cannot know where somebody sits. */
export const timeZoneCookie = 'postino.zone'

/** The language of a page: the person's own, else the tenant's, else the browser's, else English. */
export const requestLocale = cache(async (): Promise<Locale> => {
  const asked = await headers()
  const agent = await currentAgent()
  const wishes = agent ? [agent.session.user.locale ?? (await tenantLocale(agent))] : []
  return pickLocale(wishes, asked.get('accept-language'))
})

/** The same for somebody in a tenant, for whom nothing has to be read. */
export const localeOfAgent = (
  { user }: SignedInSession,
  { tenant }: AgentScope,
  acceptLanguage: string | null,
): Locale => pickLocale([user.locale ?? tenant.locale], acceptLanguage)

export const requestTimeZone = async (): Promise<string> =>
  timeZoneOf((await cookies()).get(timeZoneCookie)?.value)

/** @param chosen the cookie's value */
export const timeZoneOf = (chosen: string | undefined): string =>
  chosen !== undefined && isTimeZone(chosen) ? chosen : 'UTC'

async function tenantLocale({
  session,
  scope,
}: NonNullable<Awaited<ReturnType<typeof currentAgent>>>): Promise<string | undefined> {
  return scope ? scope.tenant.locale : (await listPlaces(session.user.id))[0]?.locale
}

function isTimeZone(zone: string): boolean {
  if (!/^[A-Za-z0-9_+\-/]{1,64}$/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch (error) {
    // The only way to ask; a RangeError is its "no".
    if (error instanceof RangeError) return false
    throw error
  }
}
