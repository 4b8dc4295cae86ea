import { z } from 'zod'
import { AttachmentId, MembershipId, MessageId, StateId, TicketId } from '@/lib/tickets/inputs'
import { hasOneText, oneText, paging, uploadTokens, writtenText } from '../fields'
import { defineOperation } from '../operation'
import { MessageShape, pageOf, SentReplyShape, UploadShape, WrittenNoteShape } from '../shapes'

export const listMessagesOperation = defineOperation({
  id: 'listMessages',
  method: 'GET',
  path: '/tickets/{ticketId}/messages',
  tag: 'Messages',
  summary: 'List the messages of a ticket',
  description: 'Newest first. Notes are among them.',
  scope: 'tickets:read',
  input: z.strictObject({ ticketId: TicketId, ...paging }),
  output: pageOf(MessageShape),
  status: 200,
  refusals: ['not_found'],
})

export const createReplyOperation = defineOperation({
  id: 'createReply',
  method: 'POST',
  path: '/tickets/{ticketId}/replies',
  tag: 'Messages',
  summary: 'Reply to the customer',
  description:
    'Sends what an agent’s reply would send, to those it would go to, by the ticket’s own way out. The answer comes ' +
    'as soon as it is certain that the mail will be sent.',
  scope: 'messages:write',
  input: z
    .strictObject({
      ticketId: TicketId,
      as: MembershipId,
      ...writtenText,
      uploads: uploadTokens,
      stateId: StateId.optional(),
      lastSeenMessageId: MessageId.optional(),
      addCc: z
        .array(z.string().min(3).max(254))
        .max(20)
        .default([])
        .describe('Addresses that the customer’s message brought in and that nobody let in yet.'),
      asksForReceipt: z
        .boolean()
        .default(false)
        .describe('Asks the recipient’s program to say when the reply was displayed (RFC 8098).'),
    })
    .refine(hasOneText, oneText),
  output: SentReplyShape,
  status: 201,
  refusals: ['not_found', 'conflict', 'ticket_has_no_recipient', 'recipient_blocked', 'no_outgoing_channel'],
})

export const createNoteOperation = defineOperation({
  id: 'createNote',
  method: 'POST',
  path: '/tickets/{ticketId}/notes',
  tag: 'Messages',
  summary: 'Write a note',
  description: 'For agents only: in no mail, and never seen by a customer.',
  scope: 'messages:write',
  input: z
    .strictObject({ ticketId: TicketId, as: MembershipId, ...writtenText, uploads: uploadTokens })
    .refine(hasOneText, oneText),
  output: WrittenNoteShape,
  status: 201,
  refusals: ['not_found'],
})

export const createUploadOperation = defineOperation({
  id: 'createUpload',
  method: 'POST',
  path: '/uploads',
  tag: 'Files',
  summary: 'Upload a file',
  description: 'The body is the file, at most 25 MB. Its name stands percent-encoded in `x-file-name`.',
  scope: 'messages:write',
  input: z.strictObject({
    fileName: z.string().min(1).max(1_000),
    contentType: z.string().max(200),
  }),
  takes: 'file',
  output: UploadShape,
  status: 201,
  refusals: ['too_large'],
})

/** What a download needs to be answered; never read from outside, and in no document. */
interface DownloadedFile {
  bytes: Uint8Array
  fileName: string
  pictureType: string | null
}

export const getAttachmentOperation = defineOperation({
  id: 'getAttachment',
  method: 'GET',
  path: '/attachments/{attachmentId}',
  tag: 'Files',
  summary: 'Download an attachment',
  description: 'Files come from outside: do not open them in a browser under your own address.',
  scope: 'tickets:read',
  input: z.strictObject({ attachmentId: AttachmentId }),
  output: z.custom<DownloadedFile>(),
  answers: 'file',
  status: 200,
  refusals: ['not_found'],
})
