import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getChannelTest } from '@/lib/channels/get-channel-test'
import { GetChannelTestInput } from '@/lib/channels/inputs'

export const GET = agentRoute({ perm: 'settings.read', input: GetChannelTestInput, run: getChannelTest })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
