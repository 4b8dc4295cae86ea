import type { TenantDb } from '@/lib/db/with-tenant'

export interface CustomerDto {
  id: string
  name: string
  locale: string | null
  isRegistered: boolean
  addresses: { address: string; isPrimary: boolean }[]
  organization: { id: string; name: string } | null
  createdAt: string
}

const customerColumns = {
  id: true,
  name: true,
  locale: true,
  registeredAt: true,
  createdAt: true,
  organization: { select: { id: true, name: true } },
  addresses: {
    select: { address: true, isPrimary: true },
    orderBy: [{ isPrimary: 'desc' as const }, { createdAt: 'asc' as const }, { id: 'asc' as const }],
    take: 50,
  },
}

export interface CustomerFilter {
  addressKey: string | null
  organizationId: string | null
  beforeId: string | null
  limit: number
}

/** Newest first. */
export async function readCustomerPage(db: TenantDb, filter: CustomerFilter): Promise<CustomerDto[]> {
  const { addressKey, organizationId, beforeId, limit } = filter
  const rows = await db.customer.findMany({
    where: {
      ...(addressKey === null ? {} : { addresses: { some: { addressKey } } }),
      ...(organizationId === null ? {} : { organizationId }),
      ...(beforeId === null ? {} : { id: { lt: beforeId } }),
    },
    select: customerColumns,
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(toCustomer)
}

export async function findCustomer(db: TenantDb, id: string): Promise<CustomerDto | null> {
  const row = await db.customer.findFirst({ where: { id }, select: customerColumns })
  return row && toCustomer(row)
}

export async function insertCustomer(
  db: TenantDb,
  customer: { id: string; name: string; locale: string | null; organizationId: string | null },
  address: { id: string; address: string; addressKey: string },
  at: Date,
): Promise<void> {
  await db.customer.create({ data: { ...customer, registeredAt: at, createdAt: at } })
  await db.customerAddress.create({ data: { ...address, customerId: customer.id, createdAt: at } })
}

/** @returns false when there is no such customer */
export async function updateCustomer(
  db: TenantDb,
  id: string,
  change: { name?: string; locale?: string | null; organizationId?: string | null },
): Promise<boolean> {
  const { count } = await db.customer.updateMany({ where: { id }, data: change })
  return count > 0
}

export async function hasOrganization(db: TenantDb, id: string): Promise<boolean> {
  return (await db.organization.count({ where: { id } })) > 0
}

function toCustomer({
  registeredAt,
  createdAt,
  ...row
}: Omit<CustomerDto, 'isRegistered' | 'createdAt'> & {
  registeredAt: Date | null
  createdAt: Date
}): CustomerDto {
  return { ...row, isRegistered: registeredAt !== null, createdAt: createdAt.toISOString() }
}
