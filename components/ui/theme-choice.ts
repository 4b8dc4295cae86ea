/** `system` follows the machine; the two others overrule it. */
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** Written where the theme is chosen, read by the root layout: the first picture has the right colours. */
export const themeCookie = 'postino.theme'

export const toTheme = (text: string | undefined): Theme => themes.find((one) => one === text) ?? 'system'
