import { now } from '@/lib/clock'
import type { Prisma } from './generated/client'
import { throughDoor } from './system'

/**
 * The system door's third part: the sign-ins at identity providers that a person has linked, and the attempts to link
 * one. An identity is its issuer and subject; nothing here is found by an address.
 *
 * Every function throws AppError `database_unavailable` when the database cannot be reached.
 */
export interface IdentityRecord {
  id: string
  provider: string
  label: string
  createdAt: Date
}

/** The person's linked identities, oldest first. There are few: `insertIdentity` sees to that. */
export async function listIdentities(userId: string): Promise<IdentityRecord[]> {
  return throughDoor((db) =>
    db.userIdentity.findMany({
      where: { userId },
      select: { id: true, provider: true, label: true, createdAt: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      take: maxIdentities,
    }),
  )
}

const maxIdentities = 10

/** Two attempts of one person go one after the other. */
const lockUser = (db: Prisma.TransactionClient, userId: string) =>
  db.$queryRaw`SELECT FROM app_user WHERE id = ${userId}::uuid FOR UPDATE`

/** Links an identity. `taken`: it is somebody else's; `already`: it was this person's before. */
export async function insertIdentity(row: {
  id: string
  userId: string
  issuer: string
  subject: string
  provider: string
  label: string
}): Promise<'linked' | 'already' | 'taken' | 'too_many'> {
  return throughDoor((db) =>
    db.$transaction(async (tx) => {
      await lockUser(tx, row.userId)
      const { issuer, subject } = row
      const has = await tx.userIdentity.count({ where: { userId: row.userId } })
      const { count } =
        has < maxIdentities
          ? await tx.userIdentity.createMany({ data: row, skipDuplicates: true })
          : { count: 0 }
      if (count === 1) return 'linked'
      const known = await tx.userIdentity.findUnique({ where: { issuer_subject: { issuer, subject } } })
      if (!known) return 'too_many'
      return known.userId === row.userId ? 'already' : 'taken'
    }),
  )
}

/** Unlinks one of the person's identities, unless he would have no way in any more. @returns its provider */
export async function deleteIdentity(
  userId: string,
  id: string,
): Promise<{ provider: string } | 'unknown' | 'last_way_in'> {
  return throughDoor((db) =>
    db.$transaction(async (tx) => {
      await lockUser(tx, userId)
      const row = await tx.userIdentity.findFirst({ where: { id, userId }, select: { provider: true } })
      if (!row) return 'unknown'
      const user = await tx.user.findUnique({ where: { id: userId }, select: { passwordHash: true } })
      const others = await tx.userIdentity.count({ where: { userId, id: { not: id } } })
      if (!user?.passwordHash && others === 0) return 'last_way_in'
      await tx.userIdentity.delete({ where: { id } })
      return row
    }),
  )
}

export async function markReauthenticated(sessionId: string): Promise<void> {
  await throughDoor((db) =>
    db.session.updateMany({
      where: { id: sessionId, revokedAt: null },
      data: { reauthenticatedAt: now() },
    }),
  )
}

/** When this session was begun, and when its person last gave the password in it. */
export async function findReauthentication(
  sessionId: string,
): Promise<{ createdAt: Date; reauthenticatedAt: Date | null } | null> {
  return throughDoor((db) =>
    db.session.findFirst({
      where: { id: sessionId, revokedAt: null },
      select: { createdAt: true, reauthenticatedAt: true },
    }),
  )
}

export interface IdentityLinkRecord {
  id: string
  userId: string
  sessionId: string
  provider: string
  tenantSlug: string
}

/** Keeps an attempt to link. Those of yesterday go: no state lives that long. */
export async function insertIdentityLink(
  row: IdentityLinkRecord & { createdAt: Date; expiresAt: Date },
): Promise<void> {
  const dayBefore = new Date(row.createdAt.getTime() - 86_400_000)
  await throughDoor(async (db) => {
    await db.identityLink.deleteMany({ where: { userId: row.userId, expiresAt: { lt: dayBefore } } })
    await db.identityLink.create({ data: row })
  })
}

/** Ties an attempt to the one state it is good for. @returns false when it is not this session's, or was tied before */
export async function bindIdentityLink(link: {
  id: string
  sessionId: string
  provider: string
  stateHash: string
}): Promise<boolean> {
  const { id, sessionId, provider, stateHash } = link
  const { count } = await throughDoor((db) =>
    db.identityLink.updateMany({
      where: { id, sessionId, provider, stateHash: null, usedAt: null, expiresAt: { gt: now() } },
      data: { stateHash },
    }),
  )
  return count === 1
}

/** The attempt that a state belongs to, once, in the session and for the provider it was made for. */
export async function redeemIdentityLink(state: {
  stateHash: string
  sessionId: string
  provider: string
}): Promise<IdentityLinkRecord | null> {
  const { stateHash, sessionId, provider } = state
  const [row] = await throughDoor((db) =>
    db.identityLink.updateManyAndReturn({
      where: { stateHash, sessionId, provider, usedAt: null, expiresAt: { gt: now() } },
      data: { usedAt: now() },
      select: { id: true, userId: true, sessionId: true, provider: true, tenantSlug: true },
    }),
  )
  return row ?? null
}

/** True for a state that was made for linking, whoever's it is: nobody signs in by it. */
export async function isLinkState(stateHash: string): Promise<boolean> {
  const row = await throughDoor((db) =>
    db.identityLink.findUnique({ where: { stateHash }, select: { id: true } }),
  )
  return row !== null
}
