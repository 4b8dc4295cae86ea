import { agentRoute } from '@/app/_entrance/agent-route'
import { pictureAnswer } from '@/app/_entrance/file-answer'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getRemotePicture } from '@/lib/pictures/get-remote-picture'
import { GetRemotePictureInput } from '@/lib/pictures/inputs'

/** Pictures of mails that lie elsewhere, loaded by us: their server sees neither the reader nor when he reads. */
export const GET = agentRoute({
  perm: 'ticket.read',
  input: GetRemotePictureInput,
  run: (scope, input, { remotePictures }) => getRemotePicture(scope, input, remotePictures),
  respond: pictureAnswer,
})

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
