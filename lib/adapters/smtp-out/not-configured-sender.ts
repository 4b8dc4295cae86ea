import type { SmtpSender } from './create-smtp-sender'

/** Stands where no way out is set: the mail stays pending and says so. */
export const notConfiguredSender: SmtpSender = {
  send: async () => ({
    outcome: 'not-configured',
    responseCode: null,
    response: 'no way out for mail is set up',
    command: null,
    sawDataGo: false,
    perRecipient: [],
    providerMessageId: null,
  }),
  close: async () => {},
}
