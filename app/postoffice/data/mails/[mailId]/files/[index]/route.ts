import { fileAnswer } from '@/app/_entrance/file-answer'
import { openRoute } from '@/app/_entrance/open-route'
import { parseInput } from '@/app/_entrance/refusal'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { ReadLetterFileInput } from '@/lib/postoffice/inputs'
import { readLetterFile } from '@/lib/postoffice/read-letter-file'
import { postOfficePorts } from '@/lib/postoffice-wiring'

export const GET = openRoute<{ params: Promise<{ mailId: string; index: string }> }>({
  reason: 'the demo’s outside world, on this machine alone; not found anywhere else',
  run: async (_request, { params }) => {
    const ports = postOfficePorts()
    const file = await readLetterFile(parseInput(ReadLetterFileInput, await params), ports)
    return fileAnswer({ ...file, pictureType: null })
  },
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
