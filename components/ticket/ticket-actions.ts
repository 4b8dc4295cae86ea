import type { z } from 'zod'
import type { NoInput } from '@/lib/access/inputs'
import type { ActionResult } from '@/lib/action-result'
import type { AllowPicturesInput } from '@/lib/pictures/inputs'
import type {
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

/** Ids come from the DTOs as plain strings; the server's schema brands them. */
type Plain<T> = T extends z.core.$brand ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T
type Action<S extends z.ZodType> = (
  tenantSlug: string,
  input: Plain<z.input<S>>,
) => Promise<ActionResult<unknown>>

/** The commands of the inbox, handed from the pages to the components that call them. */
export interface TicketActions {
  replyToTicket: Action<typeof ReplyToTicketInput>
  addNote: Action<typeof AddNoteInput>
  changeTicketState: Action<typeof ChangeTicketStateInput>
  assignTicket: Action<typeof AssignTicketInput>
  moveTicket: Action<typeof MoveTicketInput>
  decideJoinRequest: Action<typeof DecideJoinRequestInput>
  splitMessage: Action<typeof SplitMessageInput>
  callHuman: Action<typeof CallHumanInput>
  makeRequester: Action<typeof MakeRequesterInput>
  settleUncertainMail: Action<typeof SettleUncertainMailInput>
  signOut: Action<typeof NoInput>
  allowPictures: Action<typeof AllowPicturesInput>
  retryQuarantinedMail: Action<typeof RetryQuarantinedMailInput>
}
