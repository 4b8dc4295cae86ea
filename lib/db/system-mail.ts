import { throughDoor } from './system'

/** The system door, for mail: whose is what a machine or an operator names by id alone. */
export async function findTenantOfRawMail(rawMailId: string): Promise<string | null> {
  const row = await throughDoor((db) =>
    db.rawMail.findUnique({ where: { id: rawMailId }, select: { tenantId: true } }),
  )
  return row?.tenantId ?? null
}
