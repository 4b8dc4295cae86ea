import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** The test files of these suites in which a word stands, or in something under tests/ that they import. */
export async function testFilesThatMention(rootDir, word, suites) {
  const texts = await readTests(rootDir)
  const using = new Set([...texts.keys()].filter((file) => word.test(texts.get(file))))
  for (let before = -1; before !== using.size; ) {
    before = using.size
    for (const [file, text] of texts)
      if (importsOf(file, text).some((other) => using.has(other))) using.add(file)
  }
  return [...using].filter(
    (file) => file.endsWith('.test.ts') && suites.some((suite) => file.startsWith(`tests/${suite.name}/`)),
  )
}

async function readTests(rootDir) {
  const entries = await readdir(path.join(rootDir, 'tests'), { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.relative(rootDir, path.join(entry.parentPath, entry.name)))
  return new Map(
    await Promise.all(files.map(async (file) => [file, await readFile(path.join(rootDir, file), 'utf8')])),
  )
}

const importsOf = (file, text) =>
  [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target]) => `${path.join(path.dirname(file), target)}.ts`)
