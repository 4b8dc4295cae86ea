import { Ellipsis, PenLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { Disclosure } from '../ui/disclosure'
import { LinkedText } from './linked-text'
import { PlainText } from './plain-text'

/** What the writer's program quoted, and his signature: one click away. Nothing when all of it is shown anyway. */
export function FoldedText({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  if (!message.isSplitTrusted) return null
  return (
    <>
      {message.quotedText ? (
        <Disclosure label={t('showQuoted')} openLabel={t('hideQuoted')} icon={<Ellipsis aria-hidden />}>
          <p dir="auto" className="prose-mail my-1 text-13 text-ink-muted">
            <PlainText text={message.quotedText} isQuoted />
          </p>
        </Disclosure>
      ) : null}
      {message.signatureText ? (
        <Disclosure label={t('showSignature')} openLabel={t('hideSignature')} icon={<PenLine aria-hidden />}>
          <p dir="auto" className="prose-mail my-1 text-13 text-ink-muted">
            <LinkedText text={message.signatureText} />
          </p>
        </Disclosure>
      ) : null}
    </>
  )
}
