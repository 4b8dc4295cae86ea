import type { IngestContext, ReadMail } from './types'

/**
 * Ids by which a mail may speak of one of ours, the surest first: itself come back, a bounce's or receipt's original, and
 * what that answered, the nearest first.
 */
export function namedIds({ classification, facts }: ReadMail): string[] {
  const { bounce, receipt, pec, complaint } = classification
  const originals = [bounce, receipt, pec, complaint].flatMap((report) => report?.originalMessageId ?? [])
  const parents = bounce || receipt || pec ? facts.parentIds : []
  return [...new Set([...facts.messageIds, ...originals, ...parents])]
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
