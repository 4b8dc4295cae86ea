import { NextResponse } from 'next/server'
import { identityProviders } from '@/lib/access/identity-providers'
import {
  bindLinkingState,
  finishLinking,
  type LinkingOutcome,
  redeemLinkingState,
} from '@/lib/access/link-identity'
import { readSession } from '@/lib/access/read-session'
import type { IdentityLinkRecord } from '@/lib/db/system-identities'
import { AppError } from '@/lib/errors'
import { privateHeaders } from './route-answers'
import { sessionIdOf } from './session-cookie'

/**
 * Linking an identity goes the way of a sign-in: next-auth proves that the provider's answer belongs to this browser
 * (state, PKCE, nonce), and the state says which attempt of which session it is for.
 */
export interface AuthStep {
  action: string | undefined
  provider: string | undefined
  method: string
  sessionCookie: string | undefined
}

/** The link that an answer is for; null for a plain sign-in. @throws AppError `not_found` for a link that is not good */
export async function linkOfAnswer(step: AuthStep, state: string | null): Promise<IdentityLinkRecord | null> {
  if (step.action !== 'callback' || state === null || !isProvider(step.provider)) return null
  const sessionId = await signedInSessionId(step)
  const link = await redeemLinkingState({ state, provider: step.provider, sessionId })
  if (link === 'refused') throw new AppError('not_found', 'no such linking')
  return link
}

/**
 * Ties the attempt named by the form to the state that next-auth has just made. Until then the attempt is good for
 * nothing.
 *
 * @throws AppError `not_found` for an attempt of another session or provider, or one that is over
 */
export async function bindLinkToAnswer(step: AuthStep, linkId: string, response: Response): Promise<void> {
  const sessionId = await signedInSessionId(step)
  const state = await stateOf(response)
  const isBound =
    sessionId !== null &&
    state !== null &&
    isProvider(step.provider) &&
    (await bindLinkingState({ linkId, sessionId, provider: step.provider, state }))
  if (!isBound) throw new AppError('not_found', 'no such linking')
}

/** next-auth's question whether this may be a sign-in: never. @returns where the browser goes instead */
export async function linkIdentityHere(
  link: IdentityLinkRecord,
  provider: string | undefined,
  profile: object | undefined,
): Promise<string> {
  if (!isProvider(provider) || provider !== link.provider) return settingsPath(link, 'failed')
  return settingsPath(link, await finishLinking(link, provider, { ...profile }))
}

/** next-auth sends what went wrong to the sign-in page; who was linking is signed in and reads it in the settings. */
export function backToSettings(link: IdentityLinkRecord, response: Response): Response {
  const location = response.headers.get('location') ?? ''
  if (location.includes(settingsPath(link, 'linked').split('?')[0] ?? '')) return response
  const headers = new Headers(response.headers)
  headers.set('location', settingsPath(link, 'failed'))
  return new NextResponse(null, {
    status: 302,
    headers: { ...Object.fromEntries(headers), ...privateHeaders },
  })
}

const settingsPath = (link: IdentityLinkRecord, outcome: LinkingOutcome): string =>
  `/t/${link.tenantSlug}/settings/sessions?linking=${outcome}`

const isProvider = (name: string | undefined): name is (typeof identityProviders)[number] =>
  identityProviders.some((one) => one === name)

async function signedInSessionId({ sessionCookie }: AuthStep): Promise<string | null> {
  const sessionId = await sessionIdOf(sessionCookie)
  return sessionId === null ? null : ((await readSession(sessionId))?.sessionId ?? null)
}

/** Of where next-auth sends the browser: a redirect, or its address as JSON when a script asked. */
async function stateOf(response: Response): Promise<string | null> {
  const told = response.headers.get('location') ?? (await urlInBody(response.clone()))
  return told === null ? null : new URL(told, 'http://localhost').searchParams.get('state')
}

async function urlInBody(response: Response): Promise<string | null> {
  const body: unknown = await response.json().catch(() => null)
  return typeof body === 'object' && body !== null && 'url' in body && typeof body.url === 'string'
    ? body.url
    : null
}
