import { expect, test } from 'vitest'
import { pickLocale } from '@/i18n/locales'

test("the person's language comes before the tenant's, and that before the browser's", () => {
  expect(pickLocale(['it', 'fr'], 'en')).toBe('it')
  expect(pickLocale([null, 'fr'], 'it')).toBe('fr')
  expect(pickLocale([null, undefined], 'it-CH, en;q=0.5')).toBe('it')
})

test("the browser's order is by weight, and a weight of nothing is a no", () => {
  expect(pickLocale([], 'de, fr;q=0.4, it;q=0.8')).toBe('it')
  expect(pickLocale([], 'it;q=0, fr;q=0.1')).toBe('fr')
})

test('a language we do not speak, and no wish at all, are answered in English', () => {
  expect(pickLocale(['de', 'xx'], 'de-AT, *;q=0.1')).toBe('en')
  expect(pickLocale([], null)).toBe('en')
})
