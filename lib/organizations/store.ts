import type { TenantDb } from '@/lib/db/with-tenant'

export interface OrganizationDto {
  id: string
  name: string
  isHouse: boolean
  createdAt: string
}

const organizationColumns = { id: true, name: true, isHouse: true, createdAt: true } as const

/** Newest first. */
export async function readOrganizationPage(
  db: TenantDb,
  filter: { name: string | null; beforeId: string | null; limit: number },
): Promise<OrganizationDto[]> {
  const { name, beforeId, limit } = filter
  const rows = await db.organization.findMany({
    where: {
      ...(name === null ? {} : { name }),
      ...(beforeId === null ? {} : { id: { lt: beforeId } }),
    },
    select: organizationColumns,
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toOrganization)
}

export async function findOrganization(db: TenantDb, id: string): Promise<OrganizationDto | null> {
  const row = await db.organization.findFirst({ where: { id }, select: organizationColumns })
  return row && toOrganization(row)
}

export async function insertOrganization(
  db: TenantDb,
  organization: { id: string; name: string },
  at: Date,
): Promise<void> {
  await db.organization.create({ data: { ...organization, createdAt: at } })
}

/** @returns false when there is no such organization */
export async function renameOrganization(db: TenantDb, id: string, name: string): Promise<boolean> {
  const { count } = await db.organization.updateMany({ where: { id }, data: { name } })
  return count > 0
}

const toOrganization = ({
  createdAt,
  ...row
}: Omit<OrganizationDto, 'createdAt'> & { createdAt: Date }): OrganizationDto => ({
  ...row,
  createdAt: createdAt.toISOString(),
})
