import { useTranslations } from 'next-intl'
import type { MessageEntry } from '@/lib/tickets/types'
import { PlainText } from './plain-text'

/** What somebody wrote, as text. Where the split of new and quoted text is a guess, all of it. */
export function MailText({ message }: { message: MessageEntry }) {
  const t = useTranslations('message')
  const parts = message.isSplitTrusted
    ? [message.visibleText]
    : [message.visibleText, message.signatureText, message.quotedText]
  const text = parts
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n\n')
  // What stands above it says why.
  if (!text && message.flags.includes('encrypted')) return null
  if (!text) return <p className="text-ink-muted italic">{t('empty')}</p>
  return (
    <p dir="auto" className="prose-mail text-ink">
      <PlainText text={text} />
    </p>
  )
}
