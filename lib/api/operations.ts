import type { ApiOperation } from './operation'
import * as choices from './operations/choices'
import * as customers from './operations/customers'
import * as messages from './operations/messages'
import * as tickets from './operations/tickets'

/** Everything that a program can ask for, in the order of the reference: read first, then make, then change. */
export const apiOperations: readonly ApiOperation[] = [
  tickets.listTicketsOperation,
  tickets.getTicketOperation,
  tickets.createTicketOperation,
  tickets.changeTicketOperation,
  messages.listMessagesOperation,
  messages.createReplyOperation,
  messages.createNoteOperation,
  messages.createUploadOperation,
  messages.getAttachmentOperation,
  customers.listCustomersOperation,
  customers.getCustomerOperation,
  customers.createCustomerOperation,
  customers.changeCustomerOperation,
  customers.listOrganizationsOperation,
  customers.getOrganizationOperation,
  customers.createOrganizationOperation,
  customers.changeOrganizationOperation,
  choices.listQueuesOperation,
  choices.listStatesOperation,
  choices.listMailboxesOperation,
  choices.listAgentsOperation,
]
