import { openRoute } from '@/app/_entrance/open-route'
import { parseInput } from '@/app/_entrance/refusal'
import { jsonAnswer, methodNotAllowed } from '@/app/_entrance/route-answers'
import { ReadLetterInput } from '@/lib/postoffice/inputs'
import { readLetter } from '@/lib/postoffice/read-letter'
import { postOfficePorts } from '@/lib/postoffice-wiring'

export const GET = openRoute<{ params: Promise<{ mailId: string }> }>({
  reason: 'the demo’s outside world, on this machine alone; not found anywhere else',
  run: async (_request, { params }) => {
    const ports = postOfficePorts()
    return jsonAnswer(await readLetter(parseInput(ReadLetterInput, await params), ports))
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
