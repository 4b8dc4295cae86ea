import { agentRoute } from '@/app/_entrance/agent-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { getMailboxTest } from '@/lib/mailboxes/get-mailbox-test'
import { GetMailboxTestInput } from '@/lib/mailboxes/inputs'

export const GET = agentRoute({ perm: 'settings.read', input: GetMailboxTestInput, run: getMailboxTest })

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
