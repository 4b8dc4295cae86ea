import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Namespace } from '@/i18n/messages'

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
  const messages = await getMessages()
  return (
    <NextIntlClientProvider messages={only ? pick(messages, only) : messages}>
      {children}
    </NextIntlClientProvider>
  )
}

const pick = <Texts extends object>(messages: Texts, only: readonly (keyof Texts)[]) =>
  Object.fromEntries(only.map((namespace) => [namespace, messages[namespace]]))
