import { cleanText } from '@/lib/ingest/clean'
import { makeReadingTrail } from '@/lib/ingest/trail'
import { classify } from '@/lib/mail/classify'
import { describeMail } from '@/lib/mail/describe'
import type { ParsedMail, Unreadable } from '@/lib/mail/types'
import type { TrailEntry } from '@/lib/tickets/types'

/** What a mail says by itself, before anybody knows where it was delivered. */
export interface InspectedMail {
  from: string
  subject: string
  date: string | null
  sizeBytes: number
  visibleText: string
  entries: TrailEntry[]
}

/** The stages of the pipeline that need neither database nor network. */
export function inspectMail(mail: ParsedMail | Unreadable): InspectedMail {
  if (mail.kind === 'unreadable') {
    const { minimal, reason, detail, sizeBytes } = mail
    return {
      from: minimal.fromText,
      subject: minimal.subject,
      date: minimal.date?.toISOString() ?? null,
      sizeBytes,
      visibleText: '',
      entries: [{ stage: 'parse', code: `unreadable-${reason}`, data: { detail } }],
    }
  }
  const facts = describeMail(mail)
  const text = cleanText(mail, facts.subjectKind === 'forward')
  return {
    from: mail.fromText,
    subject: mail.subject,
    date: mail.date?.toISOString() ?? null,
    sizeBytes: mail.sizeBytes,
    visibleText: text.visible,
    entries: makeReadingTrail({ parsed: mail, facts, classification: classify(mail) }, text),
  }
}
