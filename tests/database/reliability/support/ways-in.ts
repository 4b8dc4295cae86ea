import { POST as postMail } from '@/app/api/inbound/[endpointId]/route'
import { POST as postEvent } from '@/app/api/webhooks/resend/route'
import { newId } from '@/lib/ids'
import { createInboundEndpoint } from '@/lib/inbound/create-inbound-endpoint'
import { keyOfSecret, signatureOf } from '@/lib/inbound/rules'
import { systemScope } from '@/lib/tenancy/scope'
import { paramsOf, requestTo } from '../../../http/support/request'
import type { Dovecot } from '../../../support/dovecot'
import type { FakeResend } from '../../../support/fake-resend'
import { mailText } from '../../../support/ingest'
import { sendUntilTaken } from '../../../support/smtp-client'
import type { TenantWorld, World } from '../../../support/world'

/** How many mails come in by each way. Even numbers: half for each tenant, alike but for one word. */
export interface MailPlan {
  smtp: number
  imap: number
  signed: number
  announced: number
}

/** A mail on its way to a tenant: the oracle knows it by the two words of `Order <order> of <slug>`. */
export interface ChaosMail {
  way: keyof MailPlan
  tenant: TenantWorld
  order: number
  from: string
  bytes: Buffer
}

/** Pairs of mails with the same sender, subject and Message-ID, one a tenant. What mixes tenants up shows. */
export function planMails(plan: MailPlan, world: World, random: () => number): ChaosMail[] {
  const ways = (['smtp', 'imap', 'signed', 'announced'] as const).flatMap((way) =>
    Array.from({ length: plan[way] / 2 }, () => way),
  )
  const mails = ways.flatMap((way, order) => {
    const filler = `${'It does not print. '.repeat(4)}\n`.repeat(Math.floor(random() ** 4 * 400))
    return [world.a, world.b].map((tenant): ChaosMail => {
      const from = `writer${order}@look.example`
      const text = mailText(
        {
          From: `Writer <${from}>`,
          Subject: `Order ${order}`,
          'Message-ID': `<order-${order}@look.example>`,
        },
        `Order ${order} of ${tenant.slug}.\n\n${filler}`,
      )
      return { way, tenant, order, from, bytes: Buffer.from(text.replaceAll('\n', '\r\n')) }
    })
  })
  return shuffle(mails, random)
}

function shuffle<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

export interface WaysIn {
  smtpPort: number
  /** The user of each tenant's mailbox. */
  imap: { server: Dovecot; userOf: (tenant: TenantWorld) => string } | null
  resend: FakeResend
  webhookKey: Uint8Array
}

/** Everything leaves the senders' hands: each tries again until he is told that it was taken. */
export async function sendAll(
  mails: readonly ChaosMail[],
  ways: WaysIn,
  pace: { lanes: number; pauseMs: number },
): Promise<void> {
  const endpoints = new Map<string, { endpointId: string; secret: string }>()
  for (const { tenant } of mails) {
    if (endpoints.has(tenant.tenantId)) continue
    const scope = systemScope(tenant.tenantId, 'test')
    const endpoint = await untilDone(() => createInboundEndpoint(scope, { address: tenant.creationAddress }))
    endpoints.set(tenant.tenantId, endpoint)
  }
  const send = async (mail: ChaosMail) => {
    const endpoint = endpoints.get(mail.tenant.tenantId)
    switch (mail.way) {
      case 'smtp':
        return sendUntilTaken(ways.smtpPort, {
          from: mail.from,
          to: [mail.tenant.creationAddress],
          bytes: mail.bytes,
        })
      case 'imap':
        return putIntoMailbox(mail, ways)
      case 'signed':
        if (!endpoint) throw new Error('no endpoint')
        return sendSigned(mail, endpoint)
      case 'announced':
        return announce(mail, ways)
    }
  }
  const queue = [...mails]
  const lane = async () => {
    for (let mail = queue.shift(); mail; mail = queue.shift()) {
      await send(mail)
      if (pace.pauseMs > 0) await pause(pace.pauseMs)
    }
  }
  await Promise.all(Array.from({ length: pace.lanes }, lane))
}

async function putIntoMailbox(mail: ChaosMail, { imap }: WaysIn): Promise<void> {
  if (!imap) throw new Error('no mailbox')
  await imap.server.deliver(imap.userOf(mail.tenant), mail.bytes.toString())
}

async function sendSigned(mail: ChaosMail, endpoint: { endpointId: string; secret: string }): Promise<void> {
  const id = `msg_${newId()}`
  await untilAnswered(() => {
    const headers = signedHeaders('webhook', id, mail.bytes, keyOfSecret(endpoint.secret))
    const request = requestTo(`/api/inbound/${endpoint.endpointId}`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822', ...headers },
      body: new Uint8Array(mail.bytes),
    })
    return postMail(request, paramsOf({ endpointId: endpoint.endpointId }))
  })
}

async function announce(mail: ChaosMail, { resend, webhookKey }: WaysIn): Promise<void> {
  const emailId = newId()
  resend.mails.set(emailId, mail.bytes)
  const id = `msg_${newId()}`
  const body = Buffer.from(
    JSON.stringify({
      type: 'email.received',
      created_at: new Date().toISOString(),
      data: { email_id: emailId, from: mail.from, to: [mail.tenant.creationAddress] },
    }),
  )
  await untilAnswered(() => {
    const headers = signedHeaders('svix', id, body, webhookKey)
    const request = requestTo('/api/webhooks/resend', {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    })
    return postEvent(request, paramsOf({}))
  })
}

function signedHeaders(prefix: string, id: string, body: Uint8Array, key: Uint8Array) {
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = signatureOf({ id, timestamp }, body, key).toString('base64')
  return {
    [`${prefix}-id`]: id,
    [`${prefix}-timestamp`]: timestamp,
    [`${prefix}-signature`]: `v1,${signature}`,
  }
}

/** As programs that send webhooks do: again, with the same id, until the answer is 200. */
async function untilAnswered(post: () => Promise<Response>): Promise<void> {
  await untilDone(async () => {
    const answer = await post()
    if (answer.status >= 500 || answer.status === 429) throw new Error(`answered ${answer.status}`)
    if (answer.status !== 200) throw new Rejected(`answered ${answer.status}: ${await answer.text()}`)
  })
}

/** A refusal that no second try can change. */
class Rejected extends Error {}

const giveUpAfterMs = 240_000

/** Tries again whatever went wrong: the database may be away at this moment. */
export async function untilDone<T>(work: () => Promise<T>): Promise<T> {
  const end = Date.now() + giveUpAfterMs
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (error instanceof Rejected || Date.now() > end) throw error
      await pause(150)
    }
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
