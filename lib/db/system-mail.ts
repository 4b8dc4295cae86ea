import { throughDoor } from './system'

/** The system door, for mail: whose is what a machine or an operator names by id alone. */
export async function findTenantOfRawMail(rawMailId: string): Promise<string | null> {
  const row = await throughDoor((db) =>
    db.rawMail.findUnique({ where: { id: rawMailId }, select: { tenantId: true } }),
  )
  return row?.tenantId ?? null
}

/** The creation address behind an endpoint that is in use. */
export async function findInboundEndpoint(
  endpointId: string,
): Promise<{ tenantId: string; address: string } | null> {
  const row = await throughDoor((db) =>
    db.inboundEndpoint.findUnique({
      where: { id: endpointId, revokedAt: null },
      select: { tenantId: true, creationAddress: { select: { address: true } } },
    }),
  )
  return row && { tenantId: row.tenantId, address: row.creationAddress.address }
}
