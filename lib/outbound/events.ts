import type { RecordedEvent } from '@/lib/outbox/record-events'

/** A reply leaves at once. */
export const mailToSend = (tenantId: string): RecordedEvent => ({
  name: 'outbound/queued',
  data: { tenantId },
  coalesceKey: 'outbound/queued',
})

/** An automatic answer can wait for others: then they leave together. */
export const confirmationToSend = (tenantId: string): RecordedEvent => ({
  ...mailToSend(tenantId),
  coalesceKey: 'outbound/queued later',
  afterMs: 2_000,
})
