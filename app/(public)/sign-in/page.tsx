import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '@/app/_entrance/current-session'
import { toSignInError } from '@/app/_entrance/sign-in-errors'
import { listIdentityProviders } from '@/lib/access/identity-providers'
import { safeReturnPath } from '@/lib/access/return-path'
import { getEnv } from '@/lib/env'
import { SignInForm } from './sign-in-form'

type Query = Record<string, string | string[] | undefined>

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('signIn'))('title') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { callbackUrl, error } = await searchParams
  const returnPath = safeReturnPath(callbackUrl, new URL(getEnv().BASE_URL).origin) ?? '/'
  if (await currentSession()) redirect(returnPath)
  const t = await getTranslations('signIn')
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas px-4 py-10">
      <div className="w-full max-w-sm">
        <p className="text-14 font-semibold tracking-tight text-accent-text">Postino</p>
        <h1 className="mt-6 text-28 font-semibold tracking-tight text-ink">{t('title')}</h1>
        <p className="mt-1 text-14 text-ink-muted">{t('lead')}</p>
        <SignInForm
          returnPath={returnPath}
          providers={listIdentityProviders()}
          initialError={typeof error === 'string' ? toSignInError(error) : null}
        />
      </div>
    </main>
  )
}
