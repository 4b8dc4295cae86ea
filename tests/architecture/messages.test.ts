import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { inboxNamespaces } from '@/i18n/inbox-messages'
import { rootDir, sourceFiles } from './support/source-files'

type Texts = { [key: string]: string | Texts }

const languages = ['it', 'fr', 'en'] as const
const read = (language: string): Texts =>
  JSON.parse(readFileSync(path.join(rootDir, 'messages', `${language}.json`), 'utf8'))
const texts = Object.fromEntries(languages.map((language) => [language, new Map(flatten(read(language)))]))
const english = texts.en ?? new Map<string, string>()

test.each(['it', 'fr'])('%s has exactly the texts that English has', (language) => {
  const keys = [...(texts[language]?.keys() ?? [])].sort()
  expect(keys).toEqual([...english.keys()].sort())
})

test.each(languages)('no text of %s is empty', (language) => {
  const empty = [...(texts[language] ?? [])].filter(([, text]) => text.trim() === '')
  expect(empty).toEqual([])
})

test.each(['it', 'fr'])('the texts of %s have the same places to fill in as in English', (language) => {
  const differing = [...english].filter(
    ([key, text]) => String(places(text)) !== String(places(texts[language]?.get(key) ?? '')),
  )
  expect(differing.map(([key]) => key)).toEqual([])
})

test('every error code has a text, and every text of an error a code', () => {
  const source = readFileSync(path.join(rootDir, 'lib/errors.ts'), 'utf8')
  const table = source.slice(source.indexOf('const codes = {'), source.indexOf('} as const satisfies'))
  const codes = [...table.matchAll(/^ {2}(\w+): \{ status/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(10)
  const untold = codes.filter((code) => !english.has(`errors.${code}`))
  expect(untold).toEqual([])
})

test('the inbox brings the texts that it uses, and no others', () => {
  const byPath = new Map(sourceFiles().map((file) => [file.path.replace(/\.tsx?$/, ''), file]))
  const reached = new Set<string>()
  const visit = (target: string) => {
    const file = byPath.get(target)
    if (!file || reached.has(target)) return
    reached.add(target)
    for (const imported of file.imports) if (imported.isOwn && !imported.isTypeOnly) visit(imported.target)
  }
  visit('components/ticket/inbox')
  const used = [...reached].flatMap((target) =>
    [...(byPath.get(target)?.text ?? '').matchAll(/useTranslations\(['"](\w+)/g)].map(([, name]) => name),
  )
  expect([...new Set(used)].sort()).toEqual([...inboxNamespaces].sort())
})

function flatten(node: Texts, prefix = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : flatten(value, `${prefix}${key}.`),
  )
}

/** The arguments of an ICU message, each once; what is inside a plural's branches counts too. */
function places(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name ?? ''))].sort()
}
