import { createTranslator } from 'next-intl'
import { messagesOf } from '@/i18n/messages'
import type { TrailEntry } from '@/lib/tickets/types'
import { printLine, UsageError } from './command'

const languages = ['en', 'it', 'fr'] as const

/** Prints a trail in the words of the pages; what has no sentence is printed with its data. */
export function printTrail(entries: readonly TrailEntry[], language = 'en'): void {
  const words = wordsIn(language)
  for (const { stage, code, data } of entries) {
    const stageName = words(`stage.${stage}`) ?? stage
    const values = Object.fromEntries(
      Object.entries({ ...data, code }).map(([name, value]) => [name, printable(value, words)]),
    )
    const sentence =
      words(`code.${stage}.${code}`, values) ??
      words(`code.${stage}.any`, values) ??
      [code, ...listed(data)].join('; ')
    printLine(`${stageName.padEnd(20)} ${sentence}`)
  }
}

type Words = (key: string, values?: Record<string, string>) => string | null

function wordsIn(language: string): Words {
  const locale = languages.find((known) => known === language)
  if (!locale) throw new UsageError(`--language is one of ${languages.join(', ')}.`)
  const messages = flatten(messagesOf(locale).trail)
  const text = createTranslator({ locale, messages })
  return (key, values = {}) => {
    const name = key.replaceAll('.', separator)
    return name in messages ? text(name, values) : null
  }
}

/** Codes come from stored trails: the keys are strings here, not the ones the compiler knows. */
const separator = '/'

function flatten(tree: object, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]) =>
      typeof value === 'string'
        ? [[`${path}${name}`, value]]
        : Object.entries(flatten(value, `${path}${name}${separator}`)),
    ),
  )
}

function printable(value: TrailEntry['data'][string], words: Words): string {
  const inWords = (one: unknown) => words(`reason.${String(one)}`) ?? String(one)
  if (Array.isArray(value)) return value.length === 0 ? '—' : value.map(inWords).join(', ')
  return value === null ? '—' : inWords(value)
}

const listed = (data: TrailEntry['data']): string[] =>
  Object.entries(data)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
