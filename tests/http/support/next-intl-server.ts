import { createTranslator } from 'next-intl'
import { messagesOf } from '@/i18n/messages'

/** Stands in for `next-intl/server`, which only answers inside of what Next bundles: everybody reads English. */
const messages = messagesOf('en')

export const getTranslations = async (namespace: string) =>
  Reflect.apply(createTranslator, undefined, [{ locale: 'en', messages, namespace }])
export const getLocale = async () => 'en'
export const getTimeZone = async () => 'UTC'
export const getMessages = async () => messages
export const getFormatter = async () => ({})
