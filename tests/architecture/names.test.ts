import { expect, test } from 'vitest'
import { sourceFiles } from './support/source-files'

const files = sourceFiles()
const paths = (found: { path: string }[]) => found.map((file) => file.path)

test('files are kebab-case and named for what they hold', () => {
  const said = /^\[?(?:\.\.\.)?[a-z0-9]+(?:-[a-z0-9]+)*\]?(?:\.(?:test|spec|config|d))*\.(?:ts|tsx|mjs)$/
  expect(paths(files.filter((file) => !said.test(file.path.split('/').at(-1) ?? '')))).toEqual([])
})

test('no file is a drawer for everything', () => {
  const drawers = /(?:^|\/)(?:utils?|helpers?|misc|common|shared|managers?)(?:\/|\.|-)/
  expect(paths(files.filter((file) => drawers.test(file.path)))).toEqual([])
})

test('there are no barrels: a name has one address', () => {
  const isBarrel = (text: string) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s*(?:\/\/|\*|\/\*)/.test(line))
    return lines.length > 0 && lines.every((line) => /^export .*from /.test(line))
  }
  expect(paths(files.filter((file) => isBarrel(file.text)))).toEqual([])
})

test('a file over 400 lines is two files', () => {
  // 300 asks for a second look, 400 ends the discussion. Tables of data may be long.
  const isTable = (path: string) => path.startsWith('prisma/demo/') || path.startsWith('tests/')
  const found = files.filter((file) => !isTable(file.path) && file.text.split('\n').length > 400)
  expect(paths(found)).toEqual([])
})

test('no test is left out, alone or for later', () => {
  const marks = /\b(?:test|it|describe)\.(?:skip|only|todo|fixme)\b/
  const found = files.filter((file) => /\.(?:test|spec)\.tsx?$/.test(file.path) && marks.test(file.text))
  // This file names the marks.
  expect(paths(found).filter((path) => path !== 'tests/architecture/names.test.ts')).toEqual([])
})

test('the type checker is not silenced', () => {
  const found = files.filter(
    (file) => /\.tsx?$/.test(file.path) && /@ts-(?:ignore|nocheck|expect-error)/.test(file.text),
  )
  expect(paths(found).filter((path) => path !== 'tests/architecture/names.test.ts')).toEqual([])
})

test('nothing asks for tenant data through a cache', () => {
  const found = files.filter(
    (file) => file.path.startsWith('app/') && /['"]use cache|unstable_cache\(/.test(file.text),
  )
  expect(paths(found)).toEqual([])
})
