import { NextRequest, NextResponse } from 'next/server'
import NextAuth from 'next-auth'
import { backToSettings, bindLinkToAnswer, linkOfAnswer } from '@/app/_entrance/identity-linking'
import { nextAuthOptions } from '@/app/_entrance/next-auth-options'
import { openRoute } from '@/app/_entrance/open-route'
import { methodNotAllowed, privateHeaders } from '@/app/_entrance/route-answers'
import { cookieName, cookieOptions, sessionCookieName } from '@/app/_entrance/session-cookie'
import { safeReturnPath } from '@/lib/access/return-path'
import { getEnv, pinNextAuthUrl } from '@/lib/env'
import { AppError, notFound } from '@/lib/errors'

/** What of next-auth is reachable. Not its session (ours is read from the row), sign-out (ours is an action), log. */
const reachable = {
  GET: ['csrf', 'providers', 'signin', 'callback', 'error'],
  POST: ['signin', 'callback'],
} as const

const maxBodyBytes = 16_384

const auth = openRoute({
  reason: 'Signing in happens before anybody is known.',
  run: async (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => {
    const { nextauth } = await context.params
    const actions: readonly string[] = request.method === 'POST' ? reachable.POST : reachable.GET
    if (!actions.includes(nextauth[0] ?? '')) throw notFound('auth action')
    if (!isCallbackCookieSound(request)) return forgetCallbackCookie()
    pinNextAuthUrl()
    const from = {
      clientAddress: request.headers.get('x-forwarded-for') ?? '',
      userAgent: request.headers.get('user-agent') ?? '',
    }
    const [action, provider] = nextauth
    // A provider's answer comes by GET: its state stands in the address, where we look for it.
    if (request.method === 'POST' && action === 'callback' && provider !== 'credentials')
      throw notFound('auth action')
    const sessionCookie = request.cookies.get(sessionCookieName())?.value
    const step = { action, provider, method: request.method, sessionCookie }
    const link = await linkOfAnswer(step, request.nextUrl.searchParams.get('state'))
    const { sound, linkId } = await withSoundReturnPath(request)
    const answer: Response = await NextAuth(sound, context, nextAuthOptions(from, link))
    if (action === 'signin' && linkId !== null) await bindLinkToAnswer(step, linkId, answer)
    return link ? backToSettings(link, answer) : answer
  },
})

export { auth as GET, auth as POST, methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }

/** The same request with a way back that is ours: next-auth answers 500 to one it cannot parse. */
async function withSoundReturnPath(
  request: NextRequest,
): Promise<{ sound: NextRequest; linkId: string | null }> {
  const url = new URL(request.nextUrl)
  makeSound(url.searchParams)
  const { method, headers } = request
  if (method !== 'POST') return { sound: new NextRequest(url, { method, headers }), linkId: null }
  const text = await readForm(request)
  const form = new URLSearchParams(text)
  makeSound(form)
  const linkId = form.get('link')
  return { sound: new NextRequest(url, { method, headers, body: form.toString() }), linkId }
}

const callbackCookie = () => cookieName('callback-url')

/** next-auth reads this cookie past us. Only a tampered one is unsound; it is taken away, and the next try is clean. */
function isCallbackCookieSound(request: NextRequest): boolean {
  const kept = request.cookies.get(callbackCookie())?.value
  return kept === undefined || safeReturnPath(kept, ownOrigin()) !== null
}

function forgetCallbackCookie(): Response {
  const response = new NextResponse(null, { status: 400, headers: privateHeaders })
  response.cookies.set(callbackCookie(), '', { ...cookieOptions(), maxAge: 0 })
  return response
}

const ownOrigin = (): string => new URL(getEnv().BASE_URL).origin

function makeSound(params: URLSearchParams): void {
  const wanted = params.get('callbackUrl')
  if (wanted !== null) params.set('callbackUrl', safeReturnPath(wanted, ownOrigin()) ?? '/')
}

async function readForm(request: NextRequest): Promise<string> {
  if (!request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded'))
    throw new AppError('invalid_input', 'not a form')
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes)
    throw new AppError('too_large', 'sign-in form too large')
  const text = await request.text()
  if (text.length > maxBodyBytes) throw new AppError('too_large', 'sign-in form too large')
  return text
}
