import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { bundleCanary } from '@/lib/db/client'
import { rootDir } from './support/source-files'

const browserFolder = path.join(rootDir, '.next/static')

/** `npm test` builds first; `npm run check` looks at the build that is there, if one is. */
const bundles = existsSync(browserFolder)
  ? readdirSync(browserFolder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => ({ file, text: readFileSync(path.join(browserFolder, file), 'utf8') }))
  : []

test('the database client is in no bundle that a browser loads', () => {
  expect(bundles.filter(({ text }) => text.includes(bundleCanary)).map(({ file }) => file)).toEqual([])
})

test('no bundle of the browser names a secret variable or the roles of the database', () => {
  const words = ['POSTINO_SECRET', 'DATABASE_URL', 'postino_app', 'postino_system', 'set_config(']
  const found = bundles.flatMap(({ file, text }) =>
    words.filter((word) => text.includes(word)).map((word) => `${file}: ${word}`),
  )
  expect(found).toEqual([])
})
