import { z } from 'zod'

/**
 * Every asynchronous fact: its name and what it carries. Ids only, and always the tenant's: no text of a mail, no
 * secret ever travels here. `inngest/events.ts` turns the table into the executor's event types.
 */
const tenantId = z.uuid()

export const eventSchemas = {
  /** Raw mail waits in this tenant. Coalesced: it says that there is work, not which. */
  'mail/stored': z.strictObject({ tenantId }),
  /** Mails that are dealt with together go out together. */
  'ticket/created': z.strictObject({ tenantId, ticketIds: z.array(z.uuid()).min(1).max(100) }),
  'message/received': z.strictObject({
    tenantId,
    messages: z
      .array(z.strictObject({ ticketId: z.uuid(), messageId: z.uuid() }))
      .min(1)
      .max(100),
  }),
  /** Mail is to leave this tenant. Coalesced as well. */
  'outbound/queued': z.strictObject({ tenantId }),
  /** Time to look for blobs that nothing names. Sent by a cron function, never through the outbox. */
  'blobs/collection-due': z.strictObject({ tenantId }),
  /** An administrator asks whether a channel can send. */
  'channel/test-requested': z.strictObject({ tenantId, channelTestId: z.uuid() }),
  /** A provider sent an administrator back with a code. */
  'oauth/code-received': z.strictObject({ tenantId, oauthRequestId: z.uuid() }),
  'outbound/settled': z.strictObject({ tenantId, outboundMailId: z.uuid() }),
} as const

export type EventName = keyof typeof eventSchemas
export type EventData<N extends EventName> = z.infer<(typeof eventSchemas)[N]>
