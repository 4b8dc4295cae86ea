import { now } from '@/lib/clock'
import { askDoor, type MembershipIdentity, throughDoor } from './system'

/**
 * The system door's other half: people and their sessions, which belong to no tenant. The cookie carries a
 * session's id; everything else is read here at each request, so that a revoked session ends at once.
 *
 * Every function throws AppError `database_unavailable` when the database cannot be reached.
 */
export interface UserIdentityRecord {
  id: string
  email: string
  name: string
  locale: string | null
  passwordHash: string | null
  disabledAt: Date | null
}

export interface SessionRecord {
  id: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
  userAgent: string
}

const userColumns = {
  id: true,
  email: true,
  name: true,
  locale: true,
  passwordHash: true,
  disabledAt: true,
} as const

const sessionColumns = {
  id: true,
  createdAt: true,
  lastSeenAt: true,
  expiresAt: true,
  userAgent: true,
} as const

/** The person with this address, whatever its case. Disabled people are found too: the caller decides. */
export async function findUserByEmail(email: string): Promise<UserIdentityRecord | null> {
  return throughDoor((db) =>
    db.user.findUnique({ where: { email: email.trim().toLowerCase() }, select: userColumns }),
  )
}

export async function findUserById(id: string): Promise<UserIdentityRecord | null> {
  return throughDoor((db) => db.user.findUnique({ where: { id }, select: userColumns }))
}

export async function setPasswordHash(userId: string, passwordHash: string): Promise<void> {
  await throughDoor((db) => db.user.update({ where: { id: userId }, data: { passwordHash } }))
}

/** The person whom an identity provider knows as `subject`. Never by address: providers let those be changed. */
export async function findUserByIdentity(
  issuer: string,
  subject: string,
): Promise<UserIdentityRecord | null> {
  const row = await throughDoor((db) =>
    db.userIdentity.findUnique({
      where: { issuer_subject: { issuer, subject } },
      select: { user: { select: userColumns } },
    }),
  )
  return row?.user ?? null
}

export async function createSession(session: {
  id: string
  userId: string
  expiresAt: Date
  userAgent: string
}): Promise<void> {
  const at = now()
  await throughDoor((db) => db.session.create({ data: { ...session, createdAt: at, lastSeenAt: at } }))
}

export interface OpenSession extends SessionRecord {
  user: { id: string; email: string; name: string; locale: string | null }
}

/** A session that is still good: neither revoked nor expired, and its person not disabled. Null otherwise. */
export async function findSession(id: string): Promise<OpenSession | null> {
  return (await findSessionIn(id, null))?.session ?? null
}

/**
 * A session that is still good, with its person's place in the tenant of this slug, in one statement: every request
 * begins with it. `place` is null as with `findMembership`.
 */
export async function findSessionIn(
  id: string,
  tenantSlug: string | null,
): Promise<{ session: OpenSession; place: MembershipIdentity | null } | null> {
  const [row] = await askDoor<SessionRow>({
    name: 'session-in-tenant',
    text: `SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt",
        s.user_agent AS "userAgent",
        json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'locale', u.locale) AS "user",
        (SELECT json_build_object('membershipId', m.id, 'userId', m.user_id, 'role', m.role,
            'displayName', m.display_name, 'tenant', json_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
            'locale', t.locale, 'isSuspended', t.status = 'suspended'))
          FROM tenant t JOIN membership m ON m.tenant_id = t.id AND m.user_id = u.id AND m.deactivated_at IS NULL
          WHERE t.slug = $2) AS place
      FROM session s JOIN app_user u ON u.id = s.user_id
      WHERE s.id = $1::uuid AND s.revoked_at IS NULL AND s.expires_at > $3 AND u.disabled_at IS NULL`,
    values: [id, tenantSlug, now()],
  })
  if (!row) return null
  const { place, ...session } = row
  return { session, place }
}

type SessionRow = OpenSession & { place: MembershipIdentity | null }

/** Notes that a session was used, and may move its end. A revoked session stays as it is. */
export async function touchSession(id: string, expiresAt?: Date): Promise<void> {
  await throughDoor((db) =>
    db.session.updateMany({
      where: { id, revokedAt: null },
      data: { lastSeenAt: now(), ...(expiresAt && { expiresAt }) },
    }),
  )
}

/** The person's own sessions that are still good, last used first, at most 100. */
export async function listSessions(userId: string): Promise<SessionRecord[]> {
  return throughDoor((db) =>
    db.session.findMany({
      where: { userId, revokedAt: null, expiresAt: { gt: now() } },
      select: sessionColumns,
      orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
      take: 100,
    }),
  )
}

/** Ends one session of this person. @returns false when it is not theirs, or had already ended */
export async function revokeSession(userId: string, id: string): Promise<boolean> {
  const { count } = await throughDoor((db) =>
    db.session.updateMany({ where: { id, userId, revokedAt: null }, data: { revokedAt: now() } }),
  )
  return count > 0
}

/** Ends the person's sessions except the one in use. @returns how many were ended */
export async function revokeOtherSessions(userId: string, keptId: string): Promise<number> {
  const { count } = await throughDoor((db) =>
    db.session.updateMany({
      where: { userId, revokedAt: null, id: { not: keptId } },
      data: { revokedAt: now() },
    }),
  )
  return count
}
