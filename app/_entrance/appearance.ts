import { cookies, headers } from 'next/headers'
import { themeCookie, toTheme } from '@/components/ui/theme-choice'

/** What the first picture depends on, as far as the request says it. */
export interface Appearance {
  /** Overrules the machine's wish; undefined follows it. */
  theme: 'light' | 'dark' | undefined
  isApple: boolean
}

export async function readAppearance(): Promise<Appearance> {
  const theme = toTheme((await cookies()).get(themeCookie)?.value)
  const userAgent = (await headers()).get('user-agent') ?? ''
  return {
    theme: theme === 'system' ? undefined : theme,
    isApple: /\b(?:Macintosh|iPhone|iPad)\b/.test(userAgent),
  }
}
