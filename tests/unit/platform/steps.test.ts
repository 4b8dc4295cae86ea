import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { script } from '../../support/script'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postino-steps-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = async (file: string, content: unknown) => {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
  await writeFile(path.join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
}

test('a stamp changes with a file’s content, its name and its going, and with nothing else', async () => {
  const { stampOf } = await script<{ stampOf(root: string, places: string[]): Promise<string> }>(
    'bin/steps/content-stamp.mjs',
  )
  const stamp = () => stampOf(folder, ['lib', 'package.json', 'not-there'])
  await write('lib/a.ts', 'a')
  await write('lib/deep/b.ts', 'b')
  await write('package.json', '{}')
  const before = await stamp()
  await write('lib/a.ts', 'a')
  await write('other/c.ts', 'c')
  await write('lib/node_modules/d.ts', 'd')
  expect(await stamp()).toBe(before)
  await write('lib/deep/b.ts', 'B')
  const changed = await stamp()
  expect(changed).not.toBe(before)
  await rm(path.join(folder, 'lib/deep/b.ts'))
  expect(new Set([before, changed, await stamp()]).size).toBe(3)
})

test('dependencies count as installed when npm’s own list agrees with the lock file', async () => {
  const { areDependenciesInstalled } = await script<{
    areDependenciesInstalled(root: string): Promise<boolean>
  }>('bin/steps/install-dependencies.mjs')
  const lock = (version: string) => ({
    packages: {
      '': {},
      'node_modules/a': { version },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  })
  await write('package-lock.json', lock('2.0.0'))
  expect(await areDependenciesInstalled(folder)).toBe(false)
  await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } })
  expect(await areDependenciesInstalled(folder)).toBe(false)
  await write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '2.0.0' } } })
  expect(await areDependenciesInstalled(folder)).toBe(true)
})

test('a taken port is named with its use, and how to choose another', async () => {
  const { assertPortsAreFree } = await script<{ assertPortsAreFree(settings: object): Promise<void> }>(
    'bin/up/ports.mjs',
  )
  const taken = net.createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const address = taken.address()
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0
  const settings = { ports: [{ name: 'SMTP_PORT', port, host: '127.0.0.1', what: 'incoming mail' }] }
  await expect(assertPortsAreFree(settings)).rejects.toThrow(
    `Port ${port} (incoming mail) is taken by another program: stop that one, or choose another with SMTP_PORT=`,
  )
  await new Promise((resolve) => taken.close(resolve))
  await expect(assertPortsAreFree(settings)).resolves.toBeUndefined()
})

test('the first start makes a key file for us alone; later ones use it; a secret of the operator’s makes none', async () => {
  const { readSettings } = await script<{
    readSettings(rootDir: string, options: { isDev: boolean }): Promise<{ keyFile?: string; secret: string }>
  }>('bin/up/settings.mjs')
  const given = process.env.POSTINO_SECRET
  const start = async () => {
    const rootDir = await mkdtemp(path.join(tmpdir(), 'postino-keys-'))
    await mkdir(path.join(rootDir, '.data'))
    return { rootDir, settings: await readSettings(rootDir, { isDev: false }) }
  }
  try {
    expect((await start()).settings.keyFile).toBeUndefined()
    delete process.env.POSTINO_SECRET
    const { rootDir, settings } = await start()
    const file = path.join(rootDir, '.data/keys')
    expect(settings.keyFile).toBe(file)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const before = await readFile(file, 'utf8')
    expect((await readSettings(rootDir, { isDev: false })).keyFile).toBe(file)
    expect(await readFile(file, 'utf8')).toBe(before)

    const env = { POSTINO_SECRET: settings.secret, POSTINO_OLD_SECRETS: [] }
    const alone = readSealingKeys({ ...env, KEY_FILE: undefined })
    const both = readSealingKeys({ ...env, KEY_FILE: file })
    expect(both.current.id).toMatch(/^up-/)
    expect(
      both.all.map(({ id }) => id),
      'what was sealed before stays readable',
    ).toContain(alone.current.id)
  } finally {
    process.env.POSTINO_SECRET = given
  }
})

test('what web and worker are given holds the roles’ connections and not the owner’s', async () => {
  const { childEnvironment } = await script<{
    childEnvironment(settings: object, url: string): Record<string, string>
  }>('bin/up/settings.mjs')
  const env = childEnvironment(
    { port: 1, smtpPort: 2, smtpHost: '127.0.0.1', baseUrl: 'http://localhost:1', secret: 's', isDemo: true },
    'postgres://owner:owner-password@db.example/postino',
  )
  expect(Object.values(env).join(' ')).not.toContain('owner-password')
  expect(new URL(env.DATABASE_APP_URL ?? '').username).toBe('postino_app')
  expect(new URL(env.DATABASE_APP_URL ?? '').host).toBe('db.example')
})
