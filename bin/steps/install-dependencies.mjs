import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { runQuietly } from './run-quietly.mjs'

/**
 * True when node_modules holds what the lock file says. npm keeps its own list there and writes it last, so that
 * a broken installation does not count.
 */
export async function areDependenciesInstalled(rootDir) {
  const [wanted, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map(async (file) =>
      readFile(path.join(rootDir, file), 'utf8').then(
        (text) => JSON.parse(text).packages,
        () => null,
      ),
    ),
  )
  if (!wanted || !installed) return false
  return Object.entries(wanted).every(
    ([place, { version, optional, devOptional }]) =>
      place === '' ||
      installed[place]?.version === version ||
      ((optional || devOptional) && !installed[place]),
  )
}

/** No install script runs: nothing here needs one, and a dependency's script is somebody else's program. */
export async function installDependencies(rootDir) {
  const npm = process.env.npm_execpath
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  await runQuietly(
    command,
    [...before, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: rootDir, env: withoutNpmSettings() },
  )
}

/** npm passes its settings to the scripts it runs, and would take `--dev` and the like for its own. */
function withoutNpmSettings() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(config_(only|production|omit|dev)|lifecycle|package)/.test(name),
    ),
  )
}
