import { getLocale, getMessages, getTimeZone } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Namespace } from '@/i18n/messages'
import { WrittenMessages } from './written-messages'

/**
 * The texts that the pages below may use in the browser: they travel with every page, so a part of the product that is
 * opened often names those it needs. The outermost layout gives almost none; each part stands in one of these.
 */
export async function ClientMessages({
  only,
  children,
}: {
  only?: readonly Namespace[]
  children: ReactNode
}) {
  const [locale, messages, timeZone] = await Promise.all([getLocale(), getMessages(), getTimeZone()])
  return (
    <WrittenMessages locale={locale} timeZone={timeZone} messages={written(messages, only)}>
      {children}
    </WrittenMessages>
  )
}

/** Written down once a language and choice: React would go through every text at every page. */
const known = new WeakMap<object, Map<string, string>>()

function written<Texts extends object>(
  messages: Texts,
  only: readonly (keyof Texts & string)[] | undefined,
): string {
  const ofLanguage = known.get(messages) ?? new Map<string, string>()
  known.set(messages, ofLanguage)
  const key = only?.join(' ') ?? ''
  const text = ofLanguage.get(key) ?? JSON.stringify(only ? pick(messages, only) : messages)
  ofLanguage.set(key, text)
  return text
}

const pick = <Texts extends object>(messages: Texts, only: readonly (keyof Texts)[]) =>
  Object.fromEntries(only.map((namespace) => [namespace, messages[namespace]]))
