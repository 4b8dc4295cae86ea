import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import type { AgentScope, MemberRole } from '@/lib/tenancy/scope'
import type { TestDatabase } from './database'

/**
 * Two tenants that look alike: same names, same ticket number 1, same customer address, same Message-ID. What
 * mixes them up shows. One person (`shared@postino.test`) is an agent in both.
 */
export interface World {
  a: TenantWorld
  b: TenantWorld
}

export interface TenantWorld {
  tenantId: string
  slug: string
  /** Scopes of its people. */
  owner: AgentScope
  agent: AgentScope
  shared: AgentScope
  queueId: string
  otherQueueId: string
  states: { opening: string; working: string; waiting: string; closing: string }
  ticketTypeId: string
  mailboxId: string
  channelId: string
  channelAddress: string
  creationAddressId: string
  creationAddress: string
  houseId: string
  organizationId: string
  customerId: string
  customerAddress: string
  ticketId: string
  /** 1 in both. */
  ticketNumber: number
  messageId: string
  /** `first@customer.example` in both. */
  messageIdHeader: string
}

export async function createWorld(database: TestDatabase): Promise<World> {
  const sharedUserId = await createUser(database, 'shared@postino.test', 'Shared Agent')
  return {
    a: await createTenantWorld(database, 'alpha', sharedUserId),
    b: await createTenantWorld(database, 'beta', sharedUserId),
  }
}

/** One more tenant like the others. */
export async function createTenantWorld(
  database: TestDatabase,
  slug: string,
  sharedUserId: string,
): Promise<TenantWorld> {
  const tenantId = newId()
  const name = 'Look Alike Ltd'
  await database.query('INSERT INTO tenant (id, slug, name, locale) VALUES ($1, $2, $3, $4)', [
    tenantId,
    slug,
    name,
    'en',
  ])
  const member = async (role: MemberRole, userId: string, displayName: string): Promise<AgentScope> => {
    const membershipId = newId()
    await database.query(
      'INSERT INTO membership (id, tenant_id, user_id, role, display_name) VALUES ($1, $2, $3, $4, $5)',
      [membershipId, tenantId, userId, role, displayName],
    )
    return {
      tenantId,
      actor: { kind: 'agent', membershipId, userId, role, displayName },
      tenant: { slug, name, locale: 'en' },
      sessionId: newId(),
    }
  }
  const owner = await member(
    'owner',
    await createUser(database, `owner@${slug}.test`, 'Olive Owner'),
    'Olive',
  )
  const agent = await member('agent', await createUser(database, `agent@${slug}.test`, 'Ada Agent'), 'Ada')
  const shared = await member('agent', sharedUserId, 'Sam')
  return { tenantId, slug, owner, agent, shared, ...(await fillTenant(owner, slug)) }
}

export async function createUser(database: TestDatabase, email: string, name: string): Promise<string> {
  const id = newId()
  await database.query('INSERT INTO app_user (id, email, name) VALUES ($1, $2, $3)', [id, email, name])
  return id
}

function fillTenant(scope: AgentScope, slug: string) {
  const ids = Object.fromEntries(
    [
      ...['queueId', 'otherQueueId', 'ticketTypeId', 'mailboxId', 'channelId', 'creationAddressId'],
      ...['houseId', 'organizationId', 'customerId', 'ticketId', 'messageId'],
    ].map((key) => [key, newId()]),
  ) as Record<IdKey, string>
  const states = { opening: newId(), working: newId(), waiting: newId(), closing: newId() }
  const rest = {
    channelAddress: `support@${slug}.test`,
    creationAddress: `${slug}.support-4f2a9c@in.postino.test`,
    customerAddress: 'maria@customer.example',
    ticketNumber: 1,
    messageIdHeader: 'first@customer.example',
  }
  const at = new Date('2026-11-20T09:00:00Z')
  return withTenant(scope, async (db) => {
    await db.outboundChannel.create({
      data: {
        id: ids.channelId,
        kind: 'system',
        name: 'Mail',
        fromName: 'Support',
        fromAddress: rest.channelAddress,
        isDefault: true,
      },
    })
    await db.queue.createMany({
      data: [
        { id: ids.queueId, name: 'Support', hue: 0, position: 0 },
        { id: ids.otherQueueId, name: 'Sales', hue: 4, position: 1 },
      ],
    })
    await db.ticketState.createMany({
      data: [
        { id: states.opening, name: 'New', hue: 0, phase: 'opening', isDefaultOpening: true, position: 0 },
        { id: states.working, name: 'In progress', hue: 3, phase: 'working', position: 1 },
        { id: states.waiting, name: 'Waiting', hue: 6, phase: 'waiting', position: 2 },
        { id: states.closing, name: 'Closed', hue: 9, phase: 'closing', position: 3 },
      ],
    })
    await db.ticketType.create({ data: { id: ids.ticketTypeId, name: 'Question', hue: 2, position: 0 } })
    await db.mailbox.create({
      data: { id: ids.mailboxId, kind: 'forwarding', name: 'Support', defaultQueueId: ids.queueId },
    })
    await db.creationAddress.create({
      data: { id: ids.creationAddressId, mailboxId: ids.mailboxId, address: rest.creationAddress },
    })
    await db.blockedAddress.createMany({
      data: [rest.channelAddress, rest.creationAddress].map((addressKey) => ({
        id: newId(),
        addressKey,
        reason: 'own_address',
      })),
    })
    await db.organization.createMany({
      data: [
        { id: ids.houseId, name: 'House', isHouse: true },
        { id: ids.organizationId, name: 'Customer Inc' },
      ],
    })
    await db.customer.create({
      data: {
        id: ids.customerId,
        organizationId: ids.organizationId,
        name: 'Maria Customer',
        registeredAt: at,
      },
    })
    await db.customerAddress.create({
      data: {
        id: newId(),
        customerId: ids.customerId,
        address: rest.customerAddress,
        addressKey: rest.customerAddress,
      },
    })
    await db.ticketCounter.create({ data: { lastNumber: 1 } })
    await db.tenantUsage.create({ data: {} })
    await db.ticket.create({
      data: {
        id: ids.ticketId,
        number: rest.ticketNumber,
        subject: 'The printer does not print',
        stateId: states.opening,
        queueId: ids.queueId,
        customerId: ids.customerId,
        organizationId: ids.organizationId,
        mailboxId: ids.mailboxId,
        excerpt: 'It only blinks.',
        messageCount: 1,
        unansweredSince: at,
        lastMessageAt: at,
      },
    })
    await db.message.create({
      data: {
        id: ids.messageId,
        ticketId: ids.ticketId,
        kind: 'inbound',
        customerId: ids.customerId,
        fromName: 'Maria Customer',
        fromAddress: rest.customerAddress,
        subject: 'The printer does not print',
        visibleText: 'It only blinks.',
        messageIdHeader: rest.messageIdHeader,
        receivedAt: at,
      },
    })
    await db.messageKey.create({
      data: {
        kind: 'message_id',
        key: rest.messageIdHeader,
        messageId: ids.messageId,
        ticketId: ids.ticketId,
      },
    })
    return { ...ids, ...rest, states }
  })
}

type IdKey =
  | 'queueId'
  | 'otherQueueId'
  | 'ticketTypeId'
  | 'mailboxId'
  | 'channelId'
  | 'creationAddressId'
  | 'houseId'
  | 'organizationId'
  | 'customerId'
  | 'ticketId'
  | 'messageId'
