'use client'

import { Ellipsis, PenLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { Disclosure } from '../ui/disclosure'
import { LinkedText } from './linked-text'

/** What somebody wrote, as text; what his program quoted and his signature are one click away. */
export function MailText({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const isSplit = message.isSplitTrusted
  const visible = message.visibleText.trim()
  return (
    <div className="flex flex-col items-start gap-1.5">
      {visible ? (
        <p dir="auto" className="prose-mail text-ink">
          <LinkedText text={visible} />
        </p>
      ) : (
        <p className="text-ink-muted italic">{t('empty')}</p>
      )}
      {isSplit && message.signatureText ? (
        <Disclosure label={t('showSignature')} openLabel={t('hideSignature')} icon={<PenLine aria-hidden />}>
          <p dir="auto" className="prose-mail mt-1 text-13 text-ink-muted">
            <LinkedText text={message.signatureText} />
          </p>
        </Disclosure>
      ) : null}
      {isSplit && message.quotedText ? (
        <Disclosure label={t('showQuoted')} openLabel={t('hideQuoted')} icon={<Ellipsis aria-hidden />}>
          <p dir="auto" className="prose-mail mt-1 border-line-strong border-l-2 pl-3 text-13 text-ink-muted">
            <LinkedText text={message.quotedText} />
          </p>
        </Disclosure>
      ) : null}
      {!isSplit && (message.quotedText || message.signatureText) ? (
        <p dir="auto" className="prose-mail text-ink">
          <LinkedText text={[message.signatureText, message.quotedText].filter(Boolean).join('\n\n')} />
        </p>
      ) : null}
    </div>
  )
}
