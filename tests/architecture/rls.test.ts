import { expect, test } from 'vitest'
import { testDatabase } from '../support/database'

const database = testDatabase()

/** Tables without a tenant, and why no tenant owns their rows. */
const withoutTenant: Record<string, string> = {
  tenant: 'is the tenant: its policy compares the id',
  app_user: 'a person may belong to several tenants',
  user_identity: 'belongs to a person',
  identity_link: 'belongs to a person',
  session: 'belongs to a person; the tenant is in the address of the page',
  worker_heartbeat: 'a worker serves all tenants',
  installation: 'facts about this installation',
  rate_limit: 'counts sign-ins, before anybody is known',
  _prisma_migrations: 'the history of migrations',
}

/** Functions that run with the rights of their owner go around the policies: each is a reviewed decision. */
const securityDefiners: Record<string, string> = {
  postino_search_tickets: 'answers ids only, adds the tenant itself and refuses without one',
  postino_find_agent:
    'answers the id of a membership of the tenant, which it adds itself; refuses without one',
}

interface TableRow {
  name: string
  hasTenant: boolean
  isEnabled: boolean
  isForced: boolean
}

const tables = () =>
  database.query<TableRow>(`
    SELECT c.relname AS name, c.relrowsecurity AS "isEnabled", c.relforcerowsecurity AS "isForced",
      EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped) AS "hasTenant"
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`)

test('every table of a tenant has row-level security, enabled and forced', async () => {
  const found = (await tables()).filter((table) => table.hasTenant)
  expect(found.length).toBeGreaterThan(30)
  expect(found.filter((table) => !table.isEnabled || !table.isForced)).toEqual([])
})

test('every table without a tenant is on the list, with its reason', async () => {
  const found = (await tables()).filter((table) => !table.hasTenant).map((table) => table.name)
  expect(found.sort()).toEqual(Object.keys(withoutTenant).sort())
})

test('every table of a tenant has the restrictive policy, for reading and for writing', async () => {
  const policies = await database.query<{ table: string; ok: boolean }>(`
    SELECT tablename AS table,
      permissive = 'RESTRICTIVE' AND cmd = 'ALL' AND roles = '{postino_app}'
      AND qual = with_check
      AND qual LIKE '%(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid)%' AS ok
    FROM pg_policies WHERE policyname = 'tenant_isolation' AND schemaname = 'public'`)
  const guarded = new Set(policies.filter((policy) => policy.ok).map((policy) => policy.table))
  const bare = (await tables()).filter((table) => table.hasTenant && !guarded.has(table.name))
  expect(bare.map((table) => table.name)).toEqual([])
})

test('the application role has no other way into a table than the one permissive policy', async () => {
  const policies = await database.query<{ policyname: string }>(
    `SELECT DISTINCT policyname FROM pg_policies
     WHERE schemaname = 'public' AND ('postino_app' = ANY (roles) OR 'public' = ANY (roles))`,
  )
  expect(policies.map((policy) => policy.policyname).sort()).toEqual(['tenant_isolation', 'tenant_rows'])
})

test('a row points at rows of its own tenant only: foreign keys between tenant tables carry the tenant', async () => {
  const loose = await database.query(`
    SELECT con.conname FROM pg_constraint con
    JOIN pg_class child ON child.oid = con.conrelid JOIN pg_class parent ON parent.oid = con.confrelid
    WHERE con.contype = 'f' AND child.relnamespace = 'public'::regnamespace
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = parent.oid AND a.attname = 'tenant_id')
      AND NOT EXISTS (
        SELECT FROM unnest(con.conkey) AS key(n) JOIN pg_attribute a ON a.attrelid = child.oid AND a.attnum = key.n
        WHERE a.attname = 'tenant_id')`)
  expect(loose).toEqual([])
})

test('what is unique is unique within a tenant, except ids and the addresses that name a tenant', async () => {
  const rows = await database.query<{ name: string }>(`
    SELECT i.relname AS name FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE x.indisunique AND NOT x.indisprimary AND t.relnamespace = 'public'::regnamespace
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'tenant_id')
      AND NOT EXISTS (
        SELECT FROM unnest(x.indkey::int[]) AS key(n) JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = key.n
        WHERE a.attname = 'tenant_id')`)
  // Otherwise a refused insert would tell one tenant what another has.
  expect(rows.map((row) => row.name)).toEqual(['creation_address_address_key'])
})

test('functions with their owner’s rights are listed, fix their search path and belong to no superuser', async () => {
  const rows = await database.query<{
    name: string
    isPinned: boolean
    isSuper: boolean
    canLogIn: boolean
  }>(`
    SELECT p.proname AS name, p.proconfig @> ARRAY['search_path=""'] AS "isPinned",
      r.rolsuper AS "isSuper", r.rolcanlogin AS "canLogIn"
    FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
    WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace`)
  expect(rows.map((row) => row.name).sort()).toEqual(Object.keys(securityDefiners).sort())
  expect(rows.filter((row) => !row.isPinned || row.isSuper || row.canLogIn)).toEqual([])
})

test('there are no views: they would answer with their owner’s rights', async () => {
  const rows = await database.query(
    `SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace`,
  )
  expect(rows).toEqual([])
})

test('the schema gives nothing to everybody', async () => {
  const rows = await database.query(`
    SELECT table_name, privilege_type FROM information_schema.role_table_grants
    WHERE table_schema = 'public' AND grantee = 'PUBLIC'`)
  expect(rows).toEqual([])
})
