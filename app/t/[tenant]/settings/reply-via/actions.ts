'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { SetMailboxReplyViaInput, SetQueueReplyViaInput } from '@/lib/channels/inputs'
import { setMailboxReplyVia, setQueueReplyVia } from '@/lib/channels/set-reply-via'

export const setMailboxReplyViaAction = agentAction({
  perm: 'settings.change',
  input: SetMailboxReplyViaInput,
  run: setMailboxReplyVia,
})

export const setQueueReplyViaAction = agentAction({
  perm: 'settings.change',
  input: SetQueueReplyViaInput,
  run: setQueueReplyVia,
})
