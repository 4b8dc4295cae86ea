import { eventType } from 'inngest'
import { eventSchemas } from '@/lib/outbox/events'

/** The outbox's facts as the executor's event types: one name, one schema, for sender and trigger alike. */
export const mailStored = eventType('mail/stored', { schema: eventSchemas['mail/stored'] })
export const outboundQueued = eventType('outbound/queued', { schema: eventSchemas['outbound/queued'] })
export const blobsDue = eventType('blobs/collection-due', { schema: eventSchemas['blobs/collection-due'] })
export const channelTestRequested = eventType('channel/test-requested', {
  schema: eventSchemas['channel/test-requested'],
})
export const oauthCodeReceived = eventType('oauth/code-received', {
  schema: eventSchemas['oauth/code-received'],
})
