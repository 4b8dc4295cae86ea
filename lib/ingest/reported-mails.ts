import type { IngestContext, ReadMail } from './types'

/**
 * Ids by which a mail may speak of one of ours, the surest first: itself come back, a bounce's or receipt's original, and
 * what that answered, the nearest first.
 */
export function namedIds(mail: ReadMail): string[] {
  const { classification, facts } = mail
  const { bounce, receipt, pec, complaint } = classification
  const originals = [bounce, receipt, pec, complaint].flatMap((report) => report?.originalMessageId ?? [])
  const parents = bounce || receipt || pec ? facts.parentIds : []
  const called = envelopeId(mail)
  return [...new Set([...facts.messageIds, ...(called === null ? [] : [called]), ...originals, ...parents])]
}

/**
 * The mails of ours that a report is about. Exim and mail programs copy the References of the mail they report on: our
 * earlier ones stand there too and have arrived, so that only the first id counts that is one of ours.
 */
export function reportedMails(
  mail: ReadMail,
  { namedOutbound }: IngestContext,
): IngestContext['namedOutbound'] {
  const id = namedIds(mail).find((one) =>
    namedOutbound.some(({ messageIdHeader }) => messageIdHeader === one),
  )
  return namedOutbound.filter(({ messageIdHeader }) => messageIdHeader === id)
}

/** What we called a mail of ours when we handed it over: its id. */
export function envelopeId({ classification: { bounce } }: ReadMail): string | null {
  const id = bounce?.originalEnvelopeId ?? ''
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id : null
}
