import { openRoute } from '@/app/_entrance/open-route'
import { jsonAnswer, methodNotAllowed } from '@/app/_entrance/route-answers'
import { listPeople } from '@/lib/postoffice/list-people'
import { postOfficePorts } from '@/lib/postoffice-wiring'

export const GET = openRoute({
  reason: 'the demo’s outside world, on this machine alone; not found anywhere else',
  run: async () => jsonAnswer(await listPeople(postOfficePorts())),
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
