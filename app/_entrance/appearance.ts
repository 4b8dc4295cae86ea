import { cookies, headers } from 'next/headers'
import { themeCookie, toTheme } from '@/components/ui/theme-choice'

/** What the first picture depends on, as far as the request says it. */
export interface Appearance {
  /** Overrules the machine's wish; undefined follows it. */
  theme: 'light' | 'dark' | undefined
  isApple: boolean
}

export const readAppearance = async (): Promise<Appearance> =>
  appearanceOf((await cookies()).get(themeCookie)?.value, (await headers()).get('user-agent'))

/** @param chosenTheme the cookie's value */
export function appearanceOf(chosenTheme: string | undefined, userAgent: string | null): Appearance {
  const theme = toTheme(chosenTheme)
  return {
    theme: theme === 'system' ? undefined : theme,
    isApple: /\b(?:Macintosh|iPhone|iPad)\b/.test(userAgent ?? ''),
  }
}
