'use client'

import {
  ChevronsUpDown,
  Inbox,
  Keyboard,
  KeyRound,
  LaptopMinimal,
  LogOut,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Send,
  Sun,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Avatar } from '../ui/avatar'
import { Button } from '../ui/button'
import { MenuButton, MenuItem } from '../ui/menu'
import { useTheme } from '../ui/theme'
import { useInbox } from './inbox-context'
import { useDensity } from './preferences'

const nextTheme = { system: 'light', light: 'dark', dark: 'system' } as const
const themeIcons = { system: Monitor, light: Sun, dark: Moon }

export function AccountMenu({ name, maySeeSettings }: { name: string; maySeeSettings: boolean }) {
  const t = useTranslations('inbox')
  const [theme, setTheme] = useTheme()
  const [density, setDensity] = useDensity()
  const { tenantSlug, actions } = useInbox()
  const ThemeIcon = themeIcons[theme]
  const signOut = async () => {
    const result = await actions.signOut(tenantSlug, {})
    // A whole new page: nothing of this person may stay in memory.
    if (result.ok) window.location.assign('/sign-in')
  }

  return (
    <MenuButton
      aria-label={t('account')}
      onAction={(key) => {
        if (key === 'theme') setTheme(nextTheme[theme])
        if (key === 'density') setDensity(density === 'compact' ? 'comfortable' : 'compact')
        if (key === 'sign-out') void signOut()
        if (key === 'keys') document.dispatchEvent(new CustomEvent('postino:keys'))
      }}
      trigger={
        <Button look="quiet" className="w-full justify-start! px-2!">
          <Avatar name={name} size="small" />
          <span className="min-w-0 grow truncate text-left text-ink">{name}</span>
          <ChevronsUpDown aria-hidden />
        </Button>
      }
    >
      <MenuItem id="theme" icon={<ThemeIcon aria-hidden />} detail={t(`theme.${theme}`)}>
        {t('theme.label')}
      </MenuItem>
      <MenuItem
        id="density"
        icon={density === 'compact' ? <Rows4 aria-hidden /> : <Rows3 aria-hidden />}
        detail={t(`density.${density}`)}
      >
        {t('density.label')}
      </MenuItem>
      <MenuItem id="keys" icon={<Keyboard aria-hidden />} shortcut="?">
        {t('keys')}
      </MenuItem>
      <MenuItem
        id="sessions"
        icon={<LaptopMinimal aria-hidden />}
        href={`/t/${tenantSlug}/settings/sessions`}
      >
        {t('sessions')}
      </MenuItem>
      {maySeeSettings ? (
        <>
          <MenuItem id="mailboxes" icon={<Inbox aria-hidden />} href={`/t/${tenantSlug}/settings/mailboxes`}>
            {t('settings.mailboxes')}
          </MenuItem>
          <MenuItem id="channels" icon={<Send aria-hidden />} href={`/t/${tenantSlug}/settings/channels`}>
            {t('settings.channels')}
          </MenuItem>
          <MenuItem id="api-keys" icon={<KeyRound aria-hidden />} href={`/t/${tenantSlug}/settings/api-keys`}>
            {t('settings.apiKeys')}
          </MenuItem>
        </>
      ) : null}
      <MenuItem id="sign-out" icon={<LogOut aria-hidden />}>
        {t('signOut')}
      </MenuItem>
    </MenuButton>
  )
}
