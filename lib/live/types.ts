/** What a browser is told: ids only; it asks again for what it shows. Channel `postino_live` carries the tenant too. */
export interface LiveChange {
  kind: 'ticket' | 'quarantine' | 'delivery'
  /** The ticket's id and number; null for changes that concern no single ticket. */
  ticketId: string | null
  ticketNumber: number | null
  /** `created` and `message` are announced to screen readers. */
  change: 'created' | 'message' | 'changed'
}

export const liveChannel = 'postino_live'
