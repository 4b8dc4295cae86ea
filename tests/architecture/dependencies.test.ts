import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { rootDir } from './support/source-files'

interface LockedPackage {
  version: string
  resolved?: string
  optionalDependencies?: Record<string, string>
}

const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(path.join(rootDir, 'package-lock.json'), 'utf8'),
)
const manifest: { dependencies: Record<string, string>; devDependencies: Record<string, string> } =
  JSON.parse(readFileSync(path.join(rootDir, 'package.json'), 'utf8'))

/**
 * The lowest versions without a known advisory, or without a defect we would feel. An advisory raises its row;
 * the weekly look at advisories is a person's work, this only holds what was learnt.
 */
const floors: Record<string, string> = {
  next: '16.3.8',
  react: '19.2.8',
  'react-dom': '19.2.8',
  'next-auth': '4.24.15',
  nodemailer: '10.1.2',
  mailparser: '3.9.40',
  'sanitize-html': '2.17.6',
  inngest: '3.54.0',
  'deepmerge-ts': '8.0.0',
  'fast-xml-parser': '5.3.5',
  imapflow: '2.6.0',
  dompurify: '3.4.14',
  sharp: '0.35.4',
  postcss: '8.5.23',
  'source-map-js': '1.2.2',
}

/** Known to be below its floor, with the reason why that is bearable. */
const bearable: Record<string, string> = {
  'node_modules/mailauth/node_modules/nodemailer': 'its address parser reads headers; it sends nothing',
  'node_modules/@prisma/config/node_modules/deepmerge-ts':
    'merges our own prisma.config.ts on the command line',
  'node_modules/s3rver/node_modules/fast-xml-parser': 'part of a test server, reads what our tests write',
}

test('what is said to be bearable is still there', () => {
  expect(Object.keys(bearable).filter((place) => !(place in lock.packages))).toEqual([])
})

/** Packages that a mail can stop: fifty thousand line breaks cost one of them half a minute. */
const refused = ['email-reply-parser', 'request', 'html-to-text']

const named = (name: string) =>
  Object.entries(lock.packages).filter(([place]) => place.endsWith(`node_modules/${name}`))

test.each(Object.entries(floors))('every %s is at least %s', (name, floor) => {
  const below = named(name)
    .filter(([place, { version }]) => isBelow(version, floor) && !(place in bearable))
    .map(([place, { version }]) => `${place} ${version}`)
  expect(below).toEqual([])
})

test('the comparison of versions knows numbers from words', () => {
  expect([isBelow('2.9.0', '2.10.0'), isBelow('2.10.0', '2.9.9'), isBelow('4.0.0', '4.0.0')]).toEqual([
    true,
    false,
    false,
  ])
})

/** Only measured against, in a thread with a time limit: bin/bench/mail. */
const measured = ['email-reply-parser']

test.each(refused)('we do not depend on %s', (name) => {
  expect(manifest.dependencies).not.toHaveProperty(name)
  if (!measured.includes(name)) expect(manifest.devDependencies).not.toHaveProperty(name)
})

test('direct dependencies are pinned exactly', () => {
  const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+/.test(version),
  )
  expect(loose).toEqual([])
})

test('the lock file names no registry: it installs from wherever npm is told to', () => {
  const withAddress = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)
  expect(withAddress).toEqual([])
})

test('the lock file covers every platform: npm ci refuses one that leaves an optional package out', () => {
  const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(place, name))
      .map((name) => `${name}, wanted by ${place}`),
  )
  expect(missing).toEqual([])
})

/** As Node looks for a package: beside, then one folder up, and so on. */
function isLocked(place: string, name: string): boolean {
  for (let dir = place; ; dir = dir.slice(0, Math.max(0, dir.lastIndexOf('node_modules/') - 1))) {
    if (`${dir === '' ? '' : `${dir}/`}node_modules/${name}` in lock.packages) return true
    if (dir === '') return false
  }
}

function isBelow(version: string, floor: string): boolean {
  const parts = (text: string) => text.split(/[.-]/).slice(0, 3).map(Number)
  const [have, want] = [parts(version), parts(floor)]
  for (const [index, part] of want.entries()) {
    const own = have[index] ?? 0
    if (own !== part) return own < part
  }
  return false
}
