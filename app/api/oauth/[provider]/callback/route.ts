import type { NextRequest } from 'next/server'
import { openRoute } from '@/app/_entrance/open-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { notFound } from '@/lib/errors'
import { tenantOfState } from '@/lib/oauth/rules'
import { mailProviders } from '@/lib/oauth/types'

const passedOn = ['code', 'state', 'error', 'iss'] as const

/** Providers know one address for all tenants. The answer is judged below the tenant that its state names. */
export const GET = openRoute({
  reason: 'sends a provider’s answer on to the tenant that asked; judges nothing and holds nothing',
  run: async (request: NextRequest, { params }: { params: Promise<{ provider: string }> }) => {
    const { provider } = await params
    const query = request.nextUrl.searchParams
    const tenant = tenantOfState(query.get('state') ?? '')
    if (tenant === null || !mailProviders.some((one) => one === provider)) throw notFound('answer')
    const given = passedOn.flatMap((name) => {
      const value = query.get(name)
      return value === null ? [] : [[name, value]]
    })
    const location = `/t/${tenant}/data/oauth/${provider}?${new URLSearchParams(given)}`
    return new Response(null, {
      status: 303,
      headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
