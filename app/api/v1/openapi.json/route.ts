import { openRoute } from '@/app/_entrance/open-route'
import { jsonAnswer, methodNotAllowed } from '@/app/_entrance/route-answers'
import { buildOpenApi } from '@/lib/api/open-api'
import { getEnv } from '@/lib/env'

export const GET = openRoute({
  reason: 'says how to ask, and holds nothing of any tenant',
  run: async () => jsonAnswer(buildOpenApi(getEnv().BASE_URL)),
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
