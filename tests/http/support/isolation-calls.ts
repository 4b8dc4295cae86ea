import { NextRequest } from 'next/server'
import { newId } from '@/lib/ids'
import type { Entry } from './inventory'
import type { IsolationRows } from './isolation-rows'
import { asBrowser } from './next-headers'
import { origin, paramsOf, seenOf } from './request'

type Input = Record<string, unknown>

export const agentsPassword = 'the agent of alpha knows this'

/**
 * For every entry a call that succeeds with one's own rows: otherwise a refusal of foreign ones would prove nothing.
 * An entry without a line here fails the matrix.
 */
export const ownInputs: Record<string, (own: IsolationRows) => Input> = {
  'GET /api/attachments/[tenant]/[attachmentId]': ({ ids }) => ({ attachmentId: ids.AttachmentId }),
  'GET /api/pictures/[tenant]/[messageId]/[position]': ({ ids }) => ({
    messageId: ids.MessageId,
    position: 0,
  }),
  'GET /t/[tenant]/data/channel-tests/[channelTestId]': ({ ids }) => ({ channelTestId: ids.ChannelTestId }),
  'GET /t/[tenant]/data/mailbox-tests/[mailboxTestId]': ({ ids }) => ({ mailboxTestId: ids.MailboxTestId }),
  'GET /t/[tenant]/data/messages/[messageId]/html': ({ ids }) => ({ messageId: ids.MessageId }),
  'GET /t/[tenant]/data/oauth-requests/[oauthRequestId]': ({ ids }) => ({
    oauthRequestId: ids.OAuthRequestId,
  }),
  'GET /t/[tenant]/data/oauth/[provider]': ({ oauthState }) => ({
    provider: 'google',
    state: oauthState,
    code: 'code',
  }),
  'GET /t/[tenant]/data/overview': () => ({}),
  'GET /t/[tenant]/data/quarantine': () => ({}),
  'GET /t/[tenant]/data/raw-mails/[rawMailId]/source': ({ ids }) => ({ rawMailId: ids.RawMailId }),
  'GET /t/[tenant]/data/raw-mails/[rawMailId]/trail': ({ ids }) => ({ rawMailId: ids.RawMailId }),
  'GET /t/[tenant]/data/tickets': ({ ids }) => ({ view: 'all', queueId: ids.QueueId, stateId: ids.StateId }),
  'GET /t/[tenant]/data/tickets/[number]': ({ ids }) => ({ number: ids.TicketNumber }),
  'GET /t/[tenant]/live': () => ({}),
  'POST /t/[tenant]/data/uploads': () => ({}),
  addNoteAction: ({ ids }) => ({ ticketId: ids.TicketId, html: '<p>Note</p>', idempotencyKey: newId() }),
  allowPicturesAction: ({ ids }) => ({ messageId: ids.MessageId, isAllowed: true }),
  assignAction: ({ ids }) => ({ ticketId: ids.TicketId, assigneeId: ids.MembershipId }),
  blockAddressAction: () => ({ address: 'robot@isolation.test' }),
  confirmPasswordAction: () => ({ password: agentsPassword }),
  createApiKeyAction: () => ({ name: 'Shop', scopes: ['tickets:read'] }),
  changeStateAction: ({ ids }) => ({ ticketId: ids.TicketId, stateId: ids.StateId }),
  createChannelAction: () => ({
    kind: 'resend',
    name: 'Another',
    fromAddress: 'another@isolation.test',
    secret: 're_secret',
  }),
  createInboundEndpointAction: ({ creationAddress }) => ({ address: creationAddress }),
  createMailboxAction: ({ ids }) => ({
    name: 'Another',
    address: 'another-mailbox@isolation.test',
    host: 'imap.isolation.test',
    password: 'secret',
    queueId: ids.QueueId,
  }),
  decideJoinAction: ({ joinMessageId }) => ({ messageId: joinMessageId, decision: 'accept' }),
  callHumanAction: ({ ids }) => ({ messageId: ids.MessageId }),
  makeRequesterAction: ({ ids }) => ({ messageId: ids.MessageId }),
  moveAction: ({ ids }) => ({ ticketId: ids.TicketId, queueId: ids.QueueId }),
  pauseMailboxAction: ({ ids }) => ({ mailboxId: ids.MailboxId }),
  removeChannelAction: ({ removableChannelId }) => ({ channelId: removableChannelId }),
  removeMailboxAction: ({ removableMailboxId }) => ({ mailboxId: removableMailboxId }),
  replyAction: ({ ids }) => ({
    ticketId: ids.TicketId,
    html: '<p>Answer</p>',
    stateId: ids.StateId,
    lastSeenMessageId: ids.MessageId,
    idempotencyKey: newId(),
  }),
  resumeMailboxAction: ({ ids }) => ({ mailboxId: ids.MailboxId }),
  retryQuarantinedAction: ({ quarantinedId }) => ({ rawMailId: quarantinedId }),
  revokeApiKeyAction: ({ ids }) => ({ apiKeyId: ids.ApiKeyId }),
  revokeInboundEndpointAction: ({ ids }) => ({ endpointId: ids.InboundEndpointId }),
  revokeSessionAction: ({ ids }) => ({ sessionId: ids.SessionId }),
  setMailboxReplyViaAction: ({ ids }) => ({ mailboxId: ids.MailboxId, channelId: ids.ChannelId }),
  setQueueReplyViaAction: ({ ids }) => ({ queueId: ids.QueueId, channelId: ids.ChannelId }),
  setPasswordAction: () => ({ password: agentsPassword }),
  settleUncertainAction: ({ ids }) => ({ outboundMailId: ids.OutboundMailId, decision: 'it-arrived' }),
  signOutAction: () => ({}),
  startLinkingAction: () => ({ provider: 'google' }),
  testMailboxAction: ({ ids }) => ({ mailboxId: ids.MailboxId }),
  // The other one is answered by then.
  splitMessageAction: ({ joinMessageId }) => ({ messageId: joinMessageId }),
  startOAuthAction: () => ({ provider: 'google', address: 'consent@isolation.test' }),
  testChannelAction: ({ ids }) => ({ channelId: ids.ChannelId }),
  unblockAddressAction: ({ ids }) => ({ blockedAddressId: ids.BlockedAddressId }),
  unlinkIdentityAction: ({ ids }) => ({ identityId: ids.IdentityId }),
  updateMailboxAction: ({ ids }) => ({
    mailboxId: ids.MailboxId,
    name: 'Renamed',
    host: 'imap.isolation.test',
    isLoginOff: true,
    isWeakConfirmed: true,
    queueId: ids.QueueId,
  }),
  updateChannelAction: ({ ids }) => ({
    channelId: ids.ChannelId,
    name: 'Renamed',
    fromName: '',
    isActive: true,
    isDefault: true,
  }),
}

export interface Seen {
  isOk: boolean
  isNotFound: boolean
  /** Every byte the caller gets, but for what differs between any two answers. */
  all: string
}

/** Calls an entry as this cookie's owner, in the tenant of this slug. */
export async function call(entry: Entry, slug: string, input: Input, cookie: string): Promise<Seen> {
  if (typeof entry.handler !== 'function') throw new Error(`${entry.name} cannot be called`)
  if (entry.kind === 'action') {
    const answer: unknown = await asBrowser({ cookie }, () =>
      Promise.resolve(Reflect.apply(entry.handler as () => unknown, undefined, [slug, input])),
    )
    const all = JSON.stringify(answer)
    return { isOk: all.startsWith('{"ok":true'), isNotFound: all.includes('"code":"not_found"'), all }
  }
  const leaving = new AbortController()
  const response: Response = await Reflect.apply(entry.handler as () => Promise<Response>, undefined, [
    requestOf(entry, slug, input, cookie, leaving.signal),
    paramsOf({ tenant: slug, ...pathParamsOf(entry, input) }),
  ])
  // A stream has no end of its own.
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) leaving.abort()
  const seen = await seenOf(response)
  return {
    isOk: seen.status === 200 || seen.status === 303,
    isNotFound: seen.status === 404,
    all: JSON.stringify(seen),
  }
}

function pathParamsOf(entry: Entry, input: Input): Record<string, string> {
  const names = [...entry.name.matchAll(/\[(\w+)\]/g)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'tenant')
  return Object.fromEntries(names.map((name) => [name, String(input[name])]))
}

function requestOf(
  entry: Entry,
  slug: string,
  input: Input,
  cookie: string,
  signal: AbortSignal,
): NextRequest {
  const [method = 'GET', pattern = ''] = entry.name.split(' ')
  const inPath = pathParamsOf(entry, input)
  const path = pattern
    .replace('[tenant]', slug)
    .replace(/\[(\w+)\]/g, (_, name: string) => inPath[name] ?? '')
  const url = new URL(path, origin)
  for (const [name, value] of Object.entries(input))
    if (!(name in inPath)) url.searchParams.set(name, String(value))
  const headers = {
    cookie,
    origin,
    host: 'localhost:3000',
    'content-type': 'text/plain',
    'x-file-name': 'note.txt',
  }
  const request = new NextRequest(url, { method, headers, ...(method === 'POST' ? { body: 'file' } : {}) })
  return Object.defineProperty(request, 'signal', { value: signal })
}
