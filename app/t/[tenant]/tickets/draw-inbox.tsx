import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime'
import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { NextIntlClientProvider } from 'next-intl'
import { renderToString } from 'react-dom/server'
import { type InboxSeed, SeededInbox } from '@/components/ticket/inbox'
import type { TicketActions } from '@/components/ticket/ticket-actions'
import { PlatformProvider } from '@/components/ui/platform'
import type { Locale } from '@/i18n/locales'
import { messagesOf } from '@/i18n/messages'

interface Look {
  locale: Locale
  timeZone: string
  isApple: boolean
}

/** The markup of the inbox, as Next draws it in its page: whatever stands around it there gives nothing to it but this. */
export function drawInbox(seed: InboxSeed, url: URL, { locale, timeZone, isApple }: Look): string {
  return renderToString(
    <AppRouterContext value={stillRouter}>
      <PathnameContext value={url.pathname}>
        <SearchParamsContext value={url.searchParams}>
          <NextIntlClientProvider locale={locale} timeZone={timeZone} messages={messagesOf(locale)}>
            <PlatformProvider isApple={isApple}>
              <SeededInbox readSeed={() => seed} actions={noActions} />
            </PlatformProvider>
          </NextIntlClientProvider>
        </SearchParamsContext>
      </PathnameContext>
    </AppRouterContext>,
  )
}

/** Nobody goes anywhere and nothing is done while a page is drawn. */
const still = () => {
  throw new Error('a page that is drawn does nothing')
}
const stillRouter = {
  back: still,
  forward: still,
  refresh: still,
  push: still,
  replace: still,
  prefetch: still,
  bfcacheId: '',
}
const noActions: TicketActions = {
  replyToTicket: still,
  addNote: still,
  changeTicketState: still,
  assignTicket: still,
  moveTicket: still,
  decideJoinRequest: still,
  splitMessage: still,
  callHuman: still,
  makeRequester: still,
  settleUncertainMail: still,
  signOut: still,
  allowPictures: still,
  retryQuarantinedMail: still,
}
