export const locales = ['en', 'it', 'fr'] as const
export type Locale = (typeof locales)[number]

/** The first wish we can speak, else the browser's preferred one (RFC 9110, 12.5.4), else English. */
export function pickLocale(wishes: (string | null | undefined)[], acceptLanguage: string | null): Locale {
  for (const wish of [...wishes, ...acceptedLanguages(acceptLanguage ?? '')]) {
    const spoken = locales.find((locale) => locale === wish?.toLowerCase().split('-')[0])
    if (spoken) return spoken
  }
  return 'en'
}

function acceptedLanguages(header: string): string[] {
  return header
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag = '', ...parameters] = range.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { tag, weight: weight === undefined ? 1 : Number.parseFloat(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
}
