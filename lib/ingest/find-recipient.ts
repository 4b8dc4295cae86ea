import { findCreationAddress, type ReceivingAddress } from '@/lib/db/system'

/** Whose address a mail is for, and whether that tenant may take it now. */
export interface KnownRecipient extends ReceivingAddress {
  recipient: string
}

/** Looks up a creation address, without a mark, in lower case. Null when nobody was given it. */
export async function findRecipient(address: string): Promise<KnownRecipient | null> {
  const place = await findCreationAddress(address)
  return place && { ...place, recipient: address }
}
