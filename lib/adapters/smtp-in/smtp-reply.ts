/**
 * Every refusal of the receiver: reply code (RFC 5321, 4.2.3) and enhanced status code (RFC 3463). A 4xx means
 * that the client keeps the mail and comes again: everything that may pass by itself is one.
 */
const replies = {
  unknownRecipient: [550, '5.1.1 No such mailbox here'],
  suspended: [550, '5.2.1 This mailbox takes no mail'],
  paused: [450, '4.2.1 This mailbox is paused, try again later'],
  overQuota: [452, '4.2.2 This mailbox is full, try again later'],
  secondTenant: [452, '4.5.3 Send to this recipient in a transaction of its own'],
  tenantBusy: [451, '4.7.1 Too many mails for this recipient, try again later'],
  clientBusy: [451, '4.7.1 Too many mails from your address, try again later'],
  tooManyConnections: [421, '4.7.0 Too many connections from your address'],
  tooManyUnknown: [421, '4.7.0 Too many unknown recipients, try again later'],
  tooLarge: [552, '5.3.4 The message is too large'],
  receiverBusy: [451, '4.3.1 Too many mails at this moment, try again later'],
  trouble: [451, '4.3.0 The mail could not be stored, try again later'],
  dataTimeout: [421, '4.4.2 The message took too long'],
  sessionTimeout: [421, '4.4.2 The session took too long'],
  closing: [421, '4.3.2 Closing for maintenance, try again soon'],
} as const satisfies Record<string, readonly [number, string]>

export type SmtpReplyName = keyof typeof replies

/** What smtp-server sends as it stands: it takes the code from the field and the text from the message. */
export class SmtpReply extends Error {
  readonly responseCode: number

  constructor(readonly reply: SmtpReplyName) {
    const [responseCode, text] = replies[reply]
    super(text)
    this.name = 'SmtpReply'
    this.responseCode = responseCode
  }
}
