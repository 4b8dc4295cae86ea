import { openRoute } from '@/app/_entrance/open-route'
import { methodNotAllowed, privateHeaders } from '@/app/_entrance/route-answers'
import { readHealth } from '@/lib/health/read-health'

/** For load balancers and operators: which parts are down, and nothing else. */
const health = openRoute({
  reason: 'Machines ask without an account; the answer carries no data.',
  run: async () => {
    const down = await readHealth()
    const isOk = down.length === 0
    return Response.json(
      { status: isOk ? 'ok' : 'down', down },
      { status: isOk ? 200 : 503, headers: privateHeaders },
    )
  },
})

export { health as GET, methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
