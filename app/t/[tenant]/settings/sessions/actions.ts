'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { SetPasswordInput } from '@/lib/access/inputs'
import { setPassword } from '@/lib/access/set-password'

/** The acting person's own ways in; those that change linked accounts are beside the commands of the inbox. */
export const setPasswordAction = agentAction({
  perm: 'session.own',
  input: SetPasswordInput,
  run: setPassword,
})
