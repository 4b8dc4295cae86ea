import { insertIdentity } from '@/lib/db/system-identities'
import { withTenant } from '@/lib/db/with-tenant'
import { newId } from '@/lib/ids'
import { hashState } from '@/lib/oauth/start-oauth'
import type { AgentScope } from '@/lib/tenancy/scope'
import { webPorts } from '@/lib/web-wiring'
import type { TenantWorld } from '../../support/world'

/** One row of every kind that an input can name. */
export type RowIds = Record<IdKind, string | number>
export type IdKind =
  | 'TicketId'
  | 'TicketNumber'
  | 'MessageId'
  | 'QueueId'
  | 'StateId'
  | 'MembershipId'
  | 'RawMailId'
  | 'OutboundMailId'
  | 'AttachmentId'
  | 'SessionId'
  | 'ChannelId'
  | 'ChannelTestId'
  | 'OAuthRequestId'
  | 'ApiKeyId'
  | 'IdentityId'
  | 'InboundEndpointId'
  | 'BlockedAddressId'
  | 'CustomerId'
  | 'OrganizationId'
  | 'MailboxId'
  | 'MailboxTestId'

export interface IsolationRows {
  ids: RowIds
  joinMessageId: string
  creationAddress: string
  quarantinedId: string
  removableChannelId: string
  oauthState: string
  removableMailboxId: string
}

const at = new Date('2026-11-20T10:00:00Z')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)

/** Fills a tenant of the world with what the matrix asks for; every text of it carries `canary`. */
export async function addIsolationRows(
  world: TenantWorld,
  scope: AgentScope,
  sessionId: string,
  options: { ticketNumber: number; canary: string },
): Promise<IsolationRows> {
  const { canary, ticketNumber } = options
  const { blobs } = webPorts()
  const raw = await blobs.put(world.tenantId, Buffer.from(`Subject: ${canary}\r\n\r\n${canary}\r\n`))
  const held = await blobs.put(world.tenantId, Buffer.from(`Subject: held ${canary}\r\n\r\n`))
  const picture = await blobs.put(world.tenantId, Buffer.concat([png, Buffer.from(canary)]))
  const [ticketId, messageId, joinMessageId, attachmentId, outboundMailId, rawMailId, quarantinedId] = [
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
    newId(),
  ]
  const [apiKeyId, identityId, endpointId, blockedAddressId] = [newId(), newId(), newId(), newId()]
  const identity = {
    issuer: 'https://accounts.google.com',
    subject: canary,
    provider: 'google',
    label: canary,
  }
  await insertIdentity({ id: identityId, userId: scope.actor.userId, ...identity })
  const [channelTestId, removableChannelId, oauthRequestId] = [newId(), newId(), newId()]
  const oauthState = `${world.slug}.${canary.padEnd(43, 'x')}`
  const [mailboxTestId, removableMailboxId] = [newId(), newId()]
  await withTenant(scope, async (db) => {
    await db.outboundChannel.create({
      data: {
        id: removableChannelId,
        kind: 'resend',
        name: canary,
        fromName: canary,
        fromAddress: 'x@y.test',
      },
    })
    const mailbox = { kind: 'imap' as const, name: canary, defaultQueueId: world.queueId }
    await db.mailbox.create({ data: { ...mailbox, id: removableMailboxId } })
    for (const mailboxId of [world.mailboxId, removableMailboxId])
      await db.mailboxConnection.create({
        data: { mailboxId, address: 'mailbox@y.test', host: canary, port: 993, auth: 'none' },
      })
    await db.mailboxTest.create({
      data: { id: mailboxTestId, mailboxId: world.mailboxId, result: { state: 'well', folders: [canary] } },
    })
    await db.oAuthRequest.create({
      data: {
        id: oauthRequestId,
        provider: 'google',
        address: canary,
        stateHash: hashState(oauthState),
        sessionId,
        keyId: 'key',
        expiresAt: new Date(Date.now() + 600_000),
      },
    })
    await db.channelTest.create({
      data: {
        id: channelTestId,
        channelId: world.channelId,
        outcome: 'mail_refused',
        serverResponse: canary,
      },
    })
    await db.inboundEndpoint.create({ data: { id: endpointId, creationAddressId: world.creationAddressId } })
    await db.blockedAddress.create({
      data: { id: blockedAddressId, addressKey: `${canary}@blocked.test`.toLowerCase(), reason: 'listed' },
    })
    await db.apiKey.create({
      data: {
        id: apiKeyId,
        name: canary,
        prefix: 'po_abcdef',
        hash: canary,
        scopes: [],
        createdById: scope.actor.membershipId,
      },
    })
    await db.ticketCounter.updateMany({ data: { lastNumber: ticketNumber } })
    await db.ticket.create({
      data: {
        id: ticketId,
        number: ticketNumber,
        subject: canary,
        stateId: world.states.opening,
        queueId: world.queueId,
        customerId: world.customerId,
        mailboxId: world.mailboxId,
        excerpt: canary,
        messageCount: 2,
        unansweredSince: at,
        lastMessageAt: at,
      },
    })
    const message = {
      ticketId,
      kind: 'inbound' as const,
      customerId: world.customerId,
      fromName: canary,
      fromAddress: world.customerAddress,
      subject: canary,
      visibleText: canary,
      html: `<p>${canary}</p><img src="https://pictures.isolation.test/${canary}.png">`,
      receivedAt: at,
    }
    await db.message.create({ data: { ...message, id: messageId } })
    await db.forwardedMail.create({
      data: {
        messageId,
        how: 'inline',
        fromName: canary,
        fromAddress: world.customerAddress,
        confidence: 'high',
        body: canary,
      },
    })
    await db.message.create({
      data: {
        ...message,
        id: joinMessageId,
        joinState: 'pending',
        // Before the message that the reply says it has seen.
        receivedAt: new Date('2026-11-20T09:59:00Z'),
        customerId: null,
        fromAddress: 'stranger@customer.example',
      },
    })
    await db.attachment.create({
      data: {
        id: attachmentId,
        messageId,
        position: 0,
        fileName: `${canary}.png`,
        contentType: 'image/png',
        ...picture,
      },
    })
    await db.outboundMail.create({
      data: {
        id: outboundMailId,
        kind: 'reply',
        state: 'uncertain',
        ticketId,
        channelId: world.channelId,
        messageIdHeader: `<${canary}@postino.test>`,
        envelopeFrom: 'bounce@postino.test',
        recipients: [{ address: world.customerAddress, state: 'waiting', detail: canary }],
      },
    })
    const rawMail = {
      mailboxId: world.mailboxId,
      source: 'smtp' as const,
      recipient: world.creationAddress,
      subject: canary,
      receivedAt: at,
      ...raw,
    }
    await db.rawMail.create({
      data: { ...rawMail, id: rawMailId, state: 'processed', outcome: 'append', ticketId, messageId },
    })
    await db.rawMail.create({
      data: {
        ...rawMail,
        ...held,
        id: quarantinedId,
        state: 'quarantined',
        outcome: 'quarantine',
        reason: canary,
      },
    })
  })
  return {
    joinMessageId,
    creationAddress: world.creationAddress,
    quarantinedId,
    removableChannelId,
    oauthState,
    removableMailboxId,
    ids: {
      TicketId: ticketId,
      TicketNumber: ticketNumber,
      MessageId: messageId,
      QueueId: world.otherQueueId,
      StateId: world.states.working,
      MembershipId: scope.actor.membershipId,
      RawMailId: rawMailId,
      OutboundMailId: outboundMailId,
      AttachmentId: attachmentId,
      SessionId: sessionId,
      ChannelId: world.channelId,
      ChannelTestId: channelTestId,
      OAuthRequestId: oauthRequestId,
      IdentityId: identityId,
      InboundEndpointId: endpointId,
      BlockedAddressId: blockedAddressId,
      ApiKeyId: apiKeyId,
      CustomerId: world.customerId,
      OrganizationId: world.organizationId,
      MailboxId: world.mailboxId,
      MailboxTestId: mailboxTestId,
    },
  }
}
