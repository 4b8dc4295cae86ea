import type { TenantDb } from '@/lib/db/with-tenant'

/** Which of these blobs a row of the tenant names. Every column that names a blob is asked here. */
export async function findReferencedBlobs(db: TenantDb, sha256s: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ sha256: string }[]>`
    SELECT sha256 FROM raw_mail WHERE sha256 = ANY(${sha256s})
    UNION
    SELECT sha256 FROM attachment WHERE sha256 = ANY(${sha256s})`
  return new Set(rows.map(({ sha256 }) => sha256))
}
