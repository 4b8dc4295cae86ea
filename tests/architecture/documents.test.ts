import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { rootDir } from './support/source-files'

const read = (file: string) => readFileSync(path.join(rootDir, file), 'utf8')
const variables = [...read('lib/env.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name ?? '')
const documents = [
  'README.md',
  ...readdirSync(path.join(rootDir, 'docs')).flatMap((name) =>
    name.endsWith('.md') ? [`docs/${name}`] : [],
  ),
]

test.each(['README.md', '.env.example'])('%s names every variable of the environment', (file) => {
  const text = read(file)
  expect(variables.length).toBeGreaterThan(20)
  expect(variables.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
})

test('.env.example names no variable that does not exist', () => {
  const named = [...read('.env.example').matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name ?? '')
  expect(named.filter((name) => !variables.includes(name))).toEqual([])
})

test.each(documents)('the links of %s lead to files that are there', (file) => {
  const links = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, link]) => link ?? '',
  )
  const missing = links.filter((link) => !existsSync(path.join(rootDir, path.dirname(file), link)))
  expect(missing).toEqual([])
})

test('every npm script that the documents name exists', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name ?? ''),
  )
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})
