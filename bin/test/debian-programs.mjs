import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { say, step } from '../steps/progress.mjs'
import { runQuietly } from '../steps/run-quietly.mjs'

/** Programs of Debian that tests drive. `mention`: a test file with this word in it uses the program. */
const programs = {
  chromium: { file: '/usr/bin/chromium', package: 'chromium' },
  openssl: { file: '/usr/bin/openssl', package: 'openssl', mention: "'openssl'" },
  dovecot: { file: '/usr/sbin/dovecot', package: 'dovecot-imapd', mention: 'dovecot' },
}

/**
 * Finds the programs, or installs them with apt where that may be done.
 * @returns {Promise<Map<string, string>>} of those that are missing, why
 */
export async function findPrograms(rootDir, wanted) {
  const missing = new Map()
  const absent = []
  for (const name of wanted) {
    if (existsSync(programs[name].file)) continue
    if (programs[name].mention && !(await isMentioned(rootDir, programs[name].mention))) continue
    absent.push(name)
  }
  if (absent.length === 0) return missing
  const trouble = await install(absent.map((name) => programs[name].package))
  for (const name of absent) {
    if (existsSync(programs[name].file)) continue
    missing.set(name, `${programs[name].package} is not installed and ${trouble ?? 'apt did not bring it'}`)
    say(`  – left out: ${missing.get(name)}`)
  }
  return missing
}

/** @returns why it could not be done, or null */
async function install(packages) {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt here'
  if (process.getuid?.() !== 0) return `only root may install it: apt-get install ${packages.join(' ')}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await step(`Installing ${packages.join(' and ')}`, async () => {
      await runQuietly('apt-get', ['update', '-qq'], { env })
      await runQuietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
    })
    return null
  } catch (error) {
    return `apt failed: ${error.output?.trim().split('\n').at(-1) ?? error.message}`
  }
}

async function isMentioned(rootDir, word) {
  const dir = path.join(rootDir, 'tests')
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile() || !/\.(ts|tsx|mjs)$/.test(entry.name)) continue
    const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8')
    if (text.includes(word)) return true
  }
  return false
}
