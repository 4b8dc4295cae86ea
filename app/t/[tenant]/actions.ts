'use server'

import { agentAction } from '@/app/_entrance/agent-action'
import { leave } from '@/app/_entrance/leave'
import {
  ConfirmPasswordInput,
  NoInput,
  RevokeSessionInput,
  StartLinkingInput,
  UnlinkIdentityInput,
} from '@/lib/access/inputs'
import { startLinking } from '@/lib/access/link-identity'
import { confirmPassword } from '@/lib/access/reauthentication'
import { revokeOwnSession } from '@/lib/access/revoke-own-session'
import { unlinkIdentity } from '@/lib/access/unlink-identity'
import { allowPictures } from '@/lib/pictures/allow-pictures'
import { AllowPicturesInput } from '@/lib/pictures/inputs'
import { retryQuarantinedMail } from '@/lib/quarantine/retry-quarantined-mail'
import { addNote } from '@/lib/tickets/add-note'
import { assignTicket } from '@/lib/tickets/assign-ticket'
import { callHuman } from '@/lib/tickets/call-human'
import { changeTicketState } from '@/lib/tickets/change-ticket-state'
import { decideJoinRequest } from '@/lib/tickets/decide-join-request'
import {
  AddNoteInput,
  AssignTicketInput,
  CallHumanInput,
  ChangeTicketStateInput,
  DecideJoinRequestInput,
  MakeRequesterInput,
  MoveTicketInput,
  ReplyToTicketInput,
  RetryQuarantinedMailInput,
  SettleUncertainMailInput,
  SplitMessageInput,
} from '@/lib/tickets/inputs'
import { makeRequester } from '@/lib/tickets/make-requester'
import { moveTicket } from '@/lib/tickets/move-ticket'
import { replyToTicket } from '@/lib/tickets/reply-to-ticket'
import { settleUncertainMail } from '@/lib/tickets/settle-uncertain-mail'
import { splitMessage } from '@/lib/tickets/split-message'

/** Every command of an agent: `action(tenantSlug, input)`. What each means is in the operation it names. */
export const replyAction = agentAction({
  perm: 'ticket.reply',
  input: ReplyToTicketInput,
  run: replyToTicket,
})

export const addNoteAction = agentAction({ perm: 'ticket.note', input: AddNoteInput, run: addNote })

export const changeStateAction = agentAction({
  perm: 'ticket.change',
  input: ChangeTicketStateInput,
  run: changeTicketState,
})

export const assignAction = agentAction({
  perm: 'ticket.change',
  input: AssignTicketInput,
  run: assignTicket,
})

export const moveAction = agentAction({ perm: 'ticket.change', input: MoveTicketInput, run: moveTicket })

export const allowPicturesAction = agentAction({
  perm: 'ticket.change',
  input: AllowPicturesInput,
  run: allowPictures,
})

export const decideJoinAction = agentAction({
  perm: 'ticket.join',
  input: DecideJoinRequestInput,
  run: decideJoinRequest,
})

export const splitMessageAction = agentAction({
  perm: 'ticket.change',
  input: SplitMessageInput,
  run: splitMessage,
})

export const callHumanAction = agentAction({ perm: 'ticket.change', input: CallHumanInput, run: callHuman })

export const makeRequesterAction = agentAction({
  perm: 'ticket.change',
  input: MakeRequesterInput,
  run: makeRequester,
})

export const settleUncertainAction = agentAction({
  perm: 'ticket.reply',
  input: SettleUncertainMailInput,
  run: settleUncertainMail,
})

export const retryQuarantinedAction = agentAction({
  perm: 'quarantine.retry',
  input: RetryQuarantinedMailInput,
  run: retryQuarantinedMail,
})

export const revokeSessionAction = agentAction({
  perm: 'session.own',
  input: RevokeSessionInput,
  run: revokeOwnSession,
})

export const confirmPasswordAction = agentAction({
  perm: 'session.own',
  input: ConfirmPasswordInput,
  run: confirmPassword,
})

export const startLinkingAction = agentAction({
  perm: 'session.own',
  input: StartLinkingInput,
  run: startLinking,
})

export const unlinkIdentityAction = agentAction({
  perm: 'session.own',
  input: UnlinkIdentityInput,
  run: unlinkIdentity,
})

export const signOutAction = agentAction({ perm: 'session.own', input: NoInput, run: leave })
