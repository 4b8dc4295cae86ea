'use client'

import { type AbstractIntlMessages, NextIntlClientProvider } from 'next-intl'
import { type ReactNode, useState } from 'react'

interface WrittenMessagesProps {
  locale: string
  timeZone: string
  /** As JSON: one string travels, where React would take an object of hundreds apart. */
  messages: string
  children: ReactNode
}

export function WrittenMessages({ locale, timeZone, messages, children }: WrittenMessagesProps) {
  const [read, setRead] = useState(() => ({ text: messages, texts: readTexts(messages) }))
  if (read.text !== messages) setRead({ text: messages, texts: readTexts(messages) })
  return (
    <NextIntlClientProvider locale={locale} timeZone={timeZone} messages={read.texts}>
      {children}
    </NextIntlClientProvider>
  )
}

const known = new Map<string, AbstractIntlMessages>()
const maxKnown = 30

/** The server draws many pages with the same few; a browser has one or two. */
function readTexts(messages: string): AbstractIntlMessages {
  const texts = known.get(messages) ?? (JSON.parse(messages) as AbstractIntlMessages)
  if (known.size >= maxKnown) known.clear()
  known.set(messages, texts)
  return texts
}
