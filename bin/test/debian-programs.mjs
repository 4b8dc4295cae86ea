import { existsSync } from 'node:fs'
import { say, step } from '../steps/progress.mjs'
import { runQuietly } from '../steps/run-quietly.mjs'
import { testFilesThatMention } from './files-that-mention.mjs'

/**
 * Programs of Debian that tests drive. With a word to look for, only the test files that use the program are left
 * out when it is missing; without one, the suite that needs it.
 */
const programs = {
  chromium: { file: '/usr/bin/chromium', package: 'chromium' },
  dovecot: { file: '/usr/sbin/dovecot', package: 'dovecot-imapd', word: /\bdovecot\b/i },
  openssl: { file: '/usr/bin/openssl', package: 'openssl', word: /['"]openssl['"]/ },
}

/**
 * Finds the programs that the suites use, or installs them with apt where that may be done.
 *
 * @returns {Promise<{ suites: string[], files: string[], reason: string }[]>} what has to be left out, and why
 */
export async function findPrograms(rootDir, suites) {
  const absent = []
  for (const [name, { file, word }] of Object.entries(programs)) {
    if (existsSync(file)) continue
    const users = suites.filter((suite) => suite.needs.includes(name)).map((suite) => suite.name)
    const files = word ? await testFilesThatMention(rootDir, word, suites) : []
    if (users.length > 0 || files.length > 0) absent.push({ name, suites: users, files })
  }
  if (absent.length === 0) return []
  const trouble = await install(absent.map(({ name }) => programs[name].package))
  return absent.flatMap(({ name, suites, files }) => {
    if (existsSync(programs[name].file)) return []
    const reason = `${programs[name].package} is not installed and ${trouble ?? 'apt did not bring it'}`
    say(`  – left out: what needs ${name}, because ${reason}`)
    return [{ suites, files, reason }]
  })
}

/** @returns why it could not be done, or null */
async function install(packages) {
  if (!existsSync('/usr/bin/apt-get')) return 'there is no apt here'
  if (process.getuid?.() !== 0) return `only root may install it: apt-get install ${packages.join(' ')}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await step(`Installing ${packages.join(', ')}`, async () => {
      await runQuietly('apt-get', ['update', '-qq'], { env })
      await runQuietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
    })
    return null
  } catch (error) {
    return `apt failed: ${error.output?.trim().split('\n').at(-1) ?? error.message}`
  }
}
