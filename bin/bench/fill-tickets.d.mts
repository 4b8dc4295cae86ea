export function fillTickets(wish: {
  databaseUrl: string
  tenantSlug: string
  tickets: number
  messages: number
}): Promise<void>
