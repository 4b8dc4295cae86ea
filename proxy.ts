import { type NextRequest, NextResponse } from 'next/server'
import { isHttps, isOwnHost, misdirected } from './app/_entrance/own-origin'
import { freshPolicy, isDataPath, strictTransport } from './app/_entrance/page-request'
import { pathHeader } from './app/_entrance/path-header'

/**
 * Headers only. Nothing is allowed or refused to anybody here: every page, action and route looks for itself, and
 * stays closed when this file is taken away. A request for a host that is not ours is turned away because links
 * and caches must never learn another name for us.
 */
export function proxy(request: NextRequest): NextResponse {
  if (!isOwnHost(request.headers.get('host'))) return new NextResponse(misdirected, { status: 421 })

  const asked = new Headers(request.headers)
  asked.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)
  if (isDataPath(request.nextUrl.pathname))
    return withTransport(NextResponse.next({ request: { headers: asked } }))

  const policy = freshPolicy()
  asked.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers: asked } })
  response.headers.set('content-security-policy', policy)
  return withTransport(response)
}

/**
 * Not for static files, which are the same for everybody, nor for uploads and mails: Next keeps a copy of every body that
 * passes here in memory, and cuts it at 10 MB. Nor for what the inbox reads at every click, a fifth of whose time would be
 * spent here: those routes look at the host themselves (agent-route.ts). Nor for pages that were prepared
 * (page-request.ts), which is all of them once the process is up.
 */
export const config = {
  matcher: [
    {
      source:
        '/((?!_next/static/|t/[^/]+/data/(?:uploads|overview$|tickets$|tickets/[^/]+$)|api/inbound/|api/v1/uploads$).*)',
      missing: [{ type: 'header', key: 'x-postino-prepared' }],
    },
  ],
}

function withTransport(response: NextResponse): NextResponse {
  if (isHttps()) response.headers.set('strict-transport-security', strictTransport)
  return response
}
