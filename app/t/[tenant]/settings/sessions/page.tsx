import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireAgent } from '@/app/_entrance/require-agent'
import {
  confirmPasswordAction,
  revokeSessionAction,
  signOutAction,
  startLinkingAction,
  unlinkIdentityAction,
} from '@/app/t/[tenant]/actions'
import { SettingsPage } from '@/components/settings/settings-page'
import { getOwnSignIn } from '@/lib/access/get-own-sign-in'
import { listIdentityProviders } from '@/lib/access/identity-providers'
import { minPasswordLength } from '@/lib/access/inputs'
import { linkingOutcomes } from '@/lib/access/link-identity'
import { listOwnIdentities } from '@/lib/access/list-own-identities'
import { listOwnSessions } from '@/lib/access/list-own-sessions'
import { isAllowed } from '@/lib/tenancy/permissions'
import { setPasswordAction } from './actions'
import { LinkedAccounts } from './linked-accounts'
import { OwnPassword } from './own-password'
import { SessionList } from './session-list'

interface SessionsPageProps {
  params: Promise<{ tenant: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sessions'))('title') }
}

export default async function SessionsPage({ params, searchParams }: SessionsPageProps) {
  const { tenant } = await params
  const scope = await requireAgent(tenant, 'session.own')
  const { linking } = await searchParams
  const [t, linked, own, sessions, identities] = await Promise.all([
    getTranslations('sessions'),
    getTranslations('linkedAccounts'),
    getOwnSignIn(scope),
    listOwnSessions(scope),
    listOwnIdentities(scope),
  ])
  const providers = listIdentityProviders()
  const heading = 'text-16 font-semibold tracking-tight text-ink'
  return (
    <SettingsPage
      tenant={tenant}
      section="sessions"
      isAdmin={isAllowed(scope.actor.role, 'settings.read')}
      title={t('title')}
      lead={t('lead')}
    >
      <section aria-labelledby="password" className="mt-8">
        <h2 id="password" className={heading}>
          {t('password.title')}
        </h2>
        <p className="mt-1 text-14 text-ink-muted">
          {t(own.hasPassword ? 'password.lead' : 'password.leadNone', { email: own.email })}
        </p>
        <OwnPassword
          tenant={tenant}
          own={own}
          minLength={minPasswordLength}
          actions={{
            confirmPassword: confirmPasswordAction,
            setPassword: setPasswordAction,
            signOut: signOutAction,
          }}
        />
      </section>
      {providers.length > 0 || identities.length > 0 ? (
        <section aria-labelledby="linked" className="mt-8">
          <h2 id="linked" className={heading}>
            {linked('title')}
          </h2>
          <p className="mt-1 text-14 text-ink-muted">{linked('lead')}</p>
          <LinkedAccounts
            tenant={tenant}
            identities={identities}
            providers={providers}
            hasPassword={own.hasPassword}
            outcome={linkingOutcomes.find((one) => one === linking) ?? null}
            actions={{
              confirmPassword: confirmPasswordAction,
              startLinking: startLinkingAction,
              unlink: unlinkIdentityAction,
              signOut: signOutAction,
            }}
          />
        </section>
      ) : null}
      <section aria-labelledby="browsers" className="mt-8">
        <h2 id="browsers" className={heading}>
          {t('browsers')}
        </h2>
        <p className="mt-1 text-14 text-ink-muted">{t('browsersLead')}</p>
        <SessionList
          tenant={tenant}
          sessions={sessions}
          revoke={revokeSessionAction}
          signOut={signOutAction}
        />
      </section>
    </SettingsPage>
  )
}
