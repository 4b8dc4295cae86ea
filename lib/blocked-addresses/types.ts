export interface BlockedAddressDto {
  id: string
  address: string
  /** One of the tenant's own, listed by us: it stays, so that we never answer ourselves. */
  isOwn: boolean
  createdAt: string
}
