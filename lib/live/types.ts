/** What a browser is told: ids only; it asks again for what it shows. Channel `postino_live` carries the tenant too. */
export interface LiveChange {
  /** `alarm`: what is broken, or no longer is. */
  kind: 'ticket' | 'quarantine' | 'delivery' | 'alarm'
  /** The ticket's id and number; null for changes that concern no single ticket. */
  ticketId: string | null
  ticketNumber: number | null
  /** `created` and `message` are announced to screen readers. */
  change: 'created' | 'message' | 'changed'
}

export const alarmChange: LiveChange = {
  kind: 'alarm',
  ticketId: null,
  ticketNumber: null,
  change: 'changed',
}

export const liveChannel = 'postino_live'
