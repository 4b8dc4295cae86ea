import { getRequestConfig } from 'next-intl/server'
import { requestLocale, requestTimeZone } from '@/app/_entrance/request-locale'
import { messagesOf } from './messages'

/** No locale in the URL: it belongs to the person, not to the page. */
export default getRequestConfig(async () => {
  const locale = await requestLocale()
  return { locale, messages: messagesOf(locale), timeZone: await requestTimeZone() }
})
