import { type CreateEmailOptions, Resend } from 'resend'
import type { ProbeResult } from '@/lib/channels/ports'
import type { ChannelTrouble } from '@/lib/channels/types'
import { now } from '@/lib/clock'
import { addressKey } from '@/lib/mail/address'
import { parseMail } from '@/lib/mail/parse'
import type { MailAddress, ParsedMail } from '@/lib/mail/types'
import type { MailSender, ReadyMail, SendEvidence } from '@/lib/outbound/types'
import { type ResendErrorName, troubleOfResend } from './resend-errors'

const TIMEOUT_MS = 30_000
/** Resend knows an idempotency key for 24 hours; after that a second request is a second mail. */
const KEY_LIVES_MS = 23 * 3_600_000
/** Set by Resend itself from its own fields. */
const ownHeaders =
  /^(?:from|to|cc|bcc|subject|reply-to|date|message-id|mime-version|content-.*|dkim-signature|received)$/i

export interface ResendOptions {
  apiKey: string
  baseUrl?: string
}

/**
 * A way out by Resend's API. It takes fields, not bytes: ours are read back from the stored mail. A request whose
 * answer got lost is made again under the same key, which Resend takes once, as long as it knows the key; after that
 * nobody can say, and the author is asked.
 */
export function createResendChannel(options: ResendOptions): MailSender {
  const client = clientOf(options)
  return {
    send: async (mail) => {
      if (!mail.promise) throw new Error('a mail without a key cannot be sent by Resend')
      const { key, queuedAt, attempts } = mail.promise
      if (attempts > 1 && now().getTime() - queuedAt.getTime() > KEY_LIVES_MS) return tooOld
      const payload = await toPayload(mail)
      const { data, error } = await client.emails
        .send(payload, { idempotencyKey: key, ...inTime() })
        .catch(lost)
      if (data) return { ...answered(mail, 250, '250 taken by Resend'), providerMessageId: data.id }
      return refusedBy(error.name, error.statusCode, error.message, mail)
    },
  }
}

/** Asks for the key's rights without sending; with a mail, sends it. */
export async function probeResendChannel(
  options: ResendOptions,
  mail: ReadyMail | null,
): Promise<ProbeResult> {
  const client = clientOf(options)
  const { error } = mail
    ? await client.emails.send(await toPayload(mail), inTime()).catch(lost)
    : await client.get('/domains', inTime()).catch(lost)
  // A key that may only send is told so when it asks for anything else: it is a good key.
  if (!error || (!mail && error.name === 'restricted_api_key')) return { outcome: 'ok', serverResponse: '' }
  return { outcome: troubleOf(error.name, error.statusCode) ?? 'mail_refused', serverResponse: error.message }
}

const clientOf = ({ apiKey, baseUrl }: ResendOptions) =>
  new Resend(apiKey, { ...(baseUrl && { baseUrl }), userAgent: 'postino' })

const inTime = () => ({ signal: AbortSignal.timeout(TIMEOUT_MS) })

/** What the library throws when time is up, in the form of its other answers. */
const lost = () => ({
  data: null,
  error: { name: 'application_error' as const, statusCode: null, message: 'no answer in time' },
})

async function toPayload(mail: ReadyMail): Promise<CreateEmailOptions> {
  const parsed = await parseMail(mail.bytes)
  if (parsed.kind !== 'parsed' || !parsed.from) throw new Error('a mail of ours cannot be read back')
  const wanted = new Set(mail.recipients.map(addressKey))
  const named = (list: readonly MailAddress[]) =>
    list.filter(({ address }) => wanted.delete(addressKey(address)))
  const to = named(parsed.to)
  const cc = named(parsed.cc)
  const rest = [...wanted]
  // Resend wants somebody in To: when only copies are left to send, they are.
  const [first, copies] = to.length > 0 ? [to, cc] : [cc, []]
  const main = first.length > 0 ? first.map(written) : rest
  return {
    from: written(parsed.from),
    to: main,
    ...(copies.length > 0 && { cc: copies.map(written) }),
    ...(first.length > 0 && rest.length > 0 && { bcc: rest }),
    ...(parsed.replyTo.length > 0 && { replyTo: parsed.replyTo.map(written) }),
    subject: parsed.subject,
    text: parsed.text,
    ...(parsed.html !== null && { html: parsed.html }),
    headers: headersOf(parsed),
    attachments: parsed.attachments.map(({ fileName, contentType, contentId, bytes }) => ({
      filename: fileName,
      contentType,
      content: Buffer.from(bytes),
      ...(contentId !== null && { contentId }),
    })),
  }
}

/** In-Reply-To and References carry the thread, since Resend gives mails its own Message-ID. */
const headersOf = (parsed: ParsedMail): Record<string, string> =>
  Object.fromEntries(
    parsed.headers
      .filter(({ name }) => !ownHeaders.test(name))
      .map(({ name, value }) => [name, oneLine(value)]),
  )

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

/** RFC 5322, 3.4: the name in quotes, so that nothing in it can be read as an address. */
const written = ({ name, address }: MailAddress): string => {
  const clean = oneLine(name).replace(/[\\"]/g, '')
  return clean === '' ? address : `"${clean}" <${address}>`
}

function refusedBy(
  name: ResendErrorName,
  statusCode: number | null,
  message: string,
  mail: ReadyMail,
): SendEvidence {
  const trouble = troubleOf(name, statusCode)
  if (statusCode === null || statusCode >= 500 || trouble === 'throttled' || trouble === 'key_refused')
    return { ...notTaken, response: message, channelTrouble: trouble ?? 'server_unavailable' }
  // What is left is about this mail: the address, the content, the sender.
  const code = trouble === null ? 554 : 550
  return {
    ...answered(mail, code, `${code} ${oneLine(message)}`),
    command: trouble === null ? 'DATA' : 'MAIL',
    channelTrouble: trouble,
  }
}

const troubleOf = (name: ResendErrorName, statusCode: number | null): ChannelTrouble | null =>
  statusCode === null ? 'server_unavailable' : troubleOfResend(name, statusCode)

function answered(mail: ReadyMail, responseCode: number, response: string): SendEvidence {
  const isAccepted = responseCode < 300
  return {
    outcome: 'answered',
    responseCode,
    response,
    command: 'DATA',
    sawDataGo: isAccepted,
    perRecipient: isAccepted ? mail.recipients.map((address) => ({ address, isAccepted, response })) : [],
    channelTrouble: null,
    providerMessageId: null,
  }
}

const notTaken: SendEvidence = {
  outcome: 'no-connection',
  responseCode: null,
  response: '',
  command: 'CONN',
  sawDataGo: false,
  perRecipient: [],
  providerMessageId: null,
}

/** As if data had gone without an answer: which is what nobody can rule out any more. */
const tooOld: SendEvidence = {
  ...notTaken,
  outcome: 'connection-lost',
  response: 'an earlier request is too old to be repeated safely',
  command: 'DATA',
  sawDataGo: true,
}
