import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { coverage } from '../coverage'
import { behavioursDocument } from '../support/behaviours-document'
import { rootDir, sourceFiles } from './support/source-files'

const behaviours = coverage.flatMap((chapter) => chapter.behaviours)
const tests = new Map(
  sourceFiles()
    .filter((file) => file.path.startsWith('tests/'))
    .map((file) => [file.path, file.text]),
)

test('all 112 behaviours have their row, once and in order', () => {
  expect(behaviours.map((behaviour) => behaviour.row)).toEqual(
    Array.from({ length: 112 }, (_, index) => index + 1),
  )
})

test('every test that is named is there, under that name', () => {
  const missing = behaviours.flatMap(({ row, shownBy }) =>
    shownBy === 'not yet'
      ? []
      : shownBy
          .filter(([file, name]) => !hasTest(tests.get(`tests/${file}`) ?? '', name))
          .map(([file, name]) => `${row}: ${file}: ${name}`),
  )
  expect(missing).toEqual([])
})

test('docs/behaviours.md says what this table says: npm run docs:behaviours', () => {
  expect(readFileSync(path.join(rootDir, 'docs/behaviours.md'), 'utf8')).toBe(behavioursDocument())
})

/** The name as it is written: in either quotes, at the end of a parametrised name, or as an object's key. */
function hasTest(text: string, name: string): boolean {
  const quoted = [`${name}'`, `${name}"`, `${name}\``]
  return quoted.some((end) => text.includes(end))
}
