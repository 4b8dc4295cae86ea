import type { TicketActions } from '@/components/ticket/ticket-actions'
import {
  addNoteAction,
  allowPicturesAction,
  assignAction,
  callHumanAction,
  changeStateAction,
  decideJoinAction,
  makeRequesterAction,
  moveAction,
  replyAction,
  retryQuarantinedAction,
  settleUncertainAction,
  signOutAction,
  splitMessageAction,
} from './actions'

/** The commands as the inbox knows them. */
export const inboxActions: TicketActions = {
  replyToTicket: replyAction,
  addNote: addNoteAction,
  changeTicketState: changeStateAction,
  assignTicket: assignAction,
  moveTicket: moveAction,
  decideJoinRequest: decideJoinAction,
  splitMessage: splitMessageAction,
  callHuman: callHumanAction,
  makeRequester: makeRequesterAction,
  settleUncertainMail: settleUncertainAction,
  allowPictures: allowPicturesAction,
  retryQuarantinedMail: retryQuarantinedAction,
  signOut: signOutAction,
}
