import { isInTenantTransaction } from '@/lib/db/with-tenant'
import type { Classification } from '@/lib/mail/classification'
import { classify } from '@/lib/mail/classify'
import { describeMail } from '@/lib/mail/describe'
import { headAlone, withWholeAsFile } from '@/lib/mail/head-alone'
import { readPecEnvelope } from '@/lib/mail/pec'
import type { ParsedMail, Unreadable } from '@/lib/mail/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import type { NewAttachment } from '@/lib/tickets/insert-messages'
import { authenticateSender } from './authenticate-sender'
import { type CleanText, cleanText } from './clean'
import { contentKey } from './content-key'
import type { VerifiedToken } from './gather'
import { keepAttachments } from './keep-attachments'
import type { IngestPorts, MailParserPort } from './ports'
import { findTokensIn, type IngestSettings } from './settings'
import type { ClaimedMail, ReadMail } from './types'

/** All that can be known of a mail before the database is asked; its files are kept. */
export interface PreparedMail {
  kind: 'read'
  mail: ReadMail
  text: CleanText
  tokens: VerifiedToken[]
  attachments: NewAttachment[]
}

/**
 * From the bytes to what the pure stages make of them.
 *
 * @throws AppError `storage_unavailable`, `server_unavailable`: try later
 */
export async function readMail(
  scope: TenantScope,
  raw: ClaimedMail,
  ports: IngestPorts,
  settings: IngestSettings,
): Promise<PreparedMail | Unreadable> {
  if (isInTenantTransaction()) throw new Error('mail is read outside of transactions: DNS is asked here')
  const bytes = await ports.blobs.get(scope.tenantId, raw.sha256)
  const parsed = await parseKept(raw, bytes, ports.parser)
  if (parsed.kind === 'unreadable') return parsed
  const read = readParsed(parsed, raw)
  const { facts } = read
  const authentication = await authenticateSender({ raw, bytes, parsed, facts }, ports.authenticator)
  const mail: ReadMail = {
    raw,
    // The files are kept below, and mails wait here for others: their bytes, up to 50 MB, must not.
    parsed: { ...parsed, attachments: parsed.attachments.map((one) => ({ ...one, bytes: noBytes })) },
    ...read,
    authentication,
  }
  return {
    kind: 'read',
    mail,
    text: cleanText(parsed, facts.subjectKind === 'forward'),
    tokens: findTokensIn(settings, scope.tenantId, mail),
    attachments: await keepAttachments(scope, parsed, ports),
  }
}

/** A mail that somebody accepted is one also where it cannot be read: its head, with all of it as a file. */
export async function parseKept(
  { isAccepted }: Pick<ClaimedMail, 'isAccepted'>,
  bytes: Uint8Array,
  parser: MailParserPort,
): Promise<ParsedMail | Unreadable> {
  const parsed = await parser.parse(bytes)
  if (parsed.kind === 'parsed' || !isAccepted) return parsed
  const head = await parser.parse(headAlone(bytes))
  return head.kind === 'parsed' ? withWholeAsFile(head, bytes) : parsed
}

/** What the pure stages find in a mail and its envelope: the same whenever they are asked. */
export const readParsed = (
  parsed: ParsedMail,
  { envelopeFrom, envelopeTo, isAccepted }: Pick<ClaimedMail, 'envelopeFrom' | 'envelopeTo' | 'isAccepted'>,
): Pick<ReadMail, 'facts' | 'classification' | 'pecEnvelope' | 'contentKey'> => ({
  facts: describeMail(parsed, envelopeTo),
  classification: isAccepted ? byPerson(classify(parsed, envelopeFrom)) : classify(parsed, envelopeFrom),
  pecEnvelope: readPecEnvelope(parsed),
  contentKey: contentKey(parsed),
})

/** As somebody says who looked at it; nothing answers it by itself all the same. */
const byPerson = ({ evidence }: Classification): Classification => ({
  ...{ kind: 'human', evidence, mayAutoAnswer: false },
  ...{ bounce: null, receipt: null, complaint: null, pec: null },
})

const noBytes = new Uint8Array()
