import { Ellipsis, PenLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { cx } from '../ui/cx'
import { Disclosure } from '../ui/disclosure'
import { LinkedText } from './linked-text'
import { PlainText } from './plain-text'

/** A quote that brings marks of its own has its line from them. */
const quoteMark = /^>/mu

/** What the writer's program quoted, and his signature: one click away. Nothing when all of it is shown anyway. */
export function FoldedText({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  if (!message.isSplitTrusted) return null
  return (
    <>
      {message.quotedText ? (
        <Disclosure label={t('showQuoted')} openLabel={t('hideQuoted')} icon={<Ellipsis aria-hidden />}>
          <p
            dir="auto"
            className={cx(
              'prose-mail my-1 text-13 text-ink-muted',
              !quoteMark.test(message.quotedText) && 'border-line-strong border-l-2 pl-3',
            )}
          >
            <PlainText text={message.quotedText} />
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
