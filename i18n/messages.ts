import en from '@/messages/en.json'
import fr from '@/messages/fr.json'
import it from '@/messages/it.json'
import type { Locale } from './locales'

/** English is the model: a text that misses in another language does not compile. */
const messages: Record<Locale, typeof en> = { en, it, fr }

export const messagesOf = (locale: Locale): typeof en => messages[locale]

/** The parts of the texts. */
export type Namespace = keyof typeof en
