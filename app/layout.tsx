import './globals.css'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { earlyInputPatienceMs, keepEarlyInput } from '@/components/ui/early-input'
import { PlatformProvider } from '@/components/ui/platform'
import { readAppearance } from './_entrance/appearance'
import { nonceOf } from './_entrance/nonce'
import { ClientMessages } from './client-messages'
import { RememberTimeZone } from './remember-time-zone'
import { ReplayEarlyInput } from './replay-early-input'

export const metadata: Metadata = {
  title: { default: 'Postino', template: '%s · Postino' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

const earlyInputScript = `(${keepEarlyInput})(${earlyInputPatienceMs})`

/** Reads the request, so every page is rendered for it: a page made in advance could carry no nonce. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = nonceOf(await headers())
  const { theme, isApple } = await readAppearance()
  return (
    <html lang={await getLocale()} data-theme={theme} suppressHydrationWarning>
      <head>
        {/* Where React Aria looks for the nonce of the style elements it adds. */}
        <meta property="csp-nonce" nonce={nonce} suppressHydrationWarning />
        <script
          nonce={nonce}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a function of ours, with nothing from outside.
          dangerouslySetInnerHTML={{ __html: earlyInputScript }}
          suppressHydrationWarning
        />
      </head>
      <body>
        <ClientMessages only={['failure']}>
          <PlatformProvider isApple={isApple}>{children}</PlatformProvider>
          <RememberTimeZone />
          <ReplayEarlyInput />
        </ClientMessages>
      </body>
    </html>
  )
}
