import { addressDomain } from '@/lib/mail/address-domain'

export interface ReplyChannelChoice {
  id: string
  name: string
  fromAddress: string
  isActive: boolean
  isDefault: boolean
}

export interface ReplyRoutes {
  channels: ReplyChannelChoice[]
  /** `address` is what customers write to; null where mail is forwarded from addresses that we do not know. */
  mailboxes: { id: string; name: string; address: string | null; queueId: string; channelId: string | null }[]
  queues: { id: string; name: string; hue: number; channelId: string | null }[]
}

/** What answers leave by when this is chosen: a resting channel is passed over, and null leaves it to the default. */
export function effectiveChannel(
  channels: readonly ReplyChannelChoice[],
  chosenId: string | null,
): ReplyChannelChoice | null {
  const chosen = channels.find(({ id, isActive }) => id === chosenId && isActive)
  return chosen ?? channels.find(({ isDefault }) => isDefault) ?? null
}

/**
 * Whether an answer comes from another domain than the one that was written to. Customers take that for a fraud, and
 * so may their servers. A domain and one below it belong together, as under DMARC's relaxed alignment (RFC 7489, 3.1).
 */
export function isOtherDomain(writtenTo: string, from: string): boolean {
  const [one, other] = [addressDomain(writtenTo), addressDomain(from)]
  return one !== other && !one.endsWith(`.${other}`) && !other.endsWith(`.${one}`)
}
