import { spawn } from 'node:child_process'
import { chown, mkdir, mkdtemp, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { locateBinaries } from './binaries.mjs'
import { commandOf, endProcess } from './process.mjs'
import { canUserReach, findServerUser } from './server-user.mjs'

const ownMajor = '18'
const startTimeoutMs = 30_000

/**
 * Starts the embedded PostgreSQL on a data folder, made when it is not there yet. It listens on 127.0.0.1 alone, and on
 * a socket in that folder, which is what its address leads to: a statement through it costs the system half as much.
 *
 * @param {{
 *   rootDir: string, dataDir: string, spareDir: string, password: string,
 *   port?: number, settings?: Record<string, string>,
 * }} options `spareDir`: where programs and data go instead when we are root and the server's account cannot
 *   reach the clone. `settings`: PostgreSQL's own.
 * @returns {Promise<{ url: string, dataDir: string, pid: number, exited: Promise<void>, stop(): Promise<void> }>}
 * @throws Error with one sentence that names the remedy
 */
export async function startCluster({ rootDir, dataDir, spareDir, password, port, settings = {} }) {
  const user = findServerUser()
  const binaries = await locateBinaries(rootDir, user, spareDir)
  const dir = await chooseDataDir(user, dataDir, spareDir)
  await endPredecessor(dir)
  const version = await readVersion(dir)
  if (version === null) await initialise(binaries.initdb, user, dir, password)
  else checkVersion(dir, version)
  const chosenPort = port ?? (await findFreePort())
  const child = await startServer(binaries.postgres, user, dir, chosenPort, settings)
  const exited = new Promise((resolve) => child.once('exit', () => resolve()))
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${chosenPort}/postgres${hasSocket(dir) ? `?host=${encodeURIComponent(dir)}` : ''}`,
    dataDir: dir,
    pid: child.pid,
    exited,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      await Promise.race([exited, sleep(10_000, undefined, { ref: false }).then(() => child.kill('SIGQUIT'))])
      await exited
    },
  }
}

/** The system takes no longer address of a socket (unix(7)); the comma would part two folders. */
const hasSocket = (dir) => Buffer.byteLength(`${dir}/.s.PGSQL.65535`) < 108 && !/[,"]/.test(dir)

/** A cluster for one test run: quick, without durability, gone when stopped. */
export async function startTestCluster(rootDir) {
  const spareDir = await mkdtemp(path.join(tmpdir(), 'postino-test-'))
  const user = findServerUser()
  if (user) await chown(spareDir, user.uid, user.gid)
  const removeFolder = () => rm(spareDir, { recursive: true, force: true, maxRetries: 5 })
  try {
    const cluster = await startCluster({
      rootDir,
      dataDir: path.join(spareDir, 'data'),
      spareDir,
      password: 'postgres',
      settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    })
    return {
      ...cluster,
      stop: async () => {
        await cluster.stop()
        await removeFolder()
      },
    }
  } catch (error) {
    await removeFolder()
    throw error
  }
}

/** As root, a folder that the server's account cannot reach moves to `spareDir`. */
async function chooseDataDir(user, wantedDir, spareDir) {
  await mkdir(path.dirname(wantedDir), { recursive: true, mode: 0o711 })
  const dir =
    user && !canUserReach(user, path.dirname(wantedDir)) ? path.join(spareDir, 'postgres') : wantedDir
  await mkdir(path.dirname(dir), { recursive: true, mode: 0o755 })
  return dir
}

/** @returns null when the folder is not there or empty */
async function readVersion(dir) {
  try {
    return (await readFile(path.join(dir, 'PG_VERSION'), 'utf8')).trim()
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw new Error(troubleOf(error.code === 'EACCES' ? 'Permission denied' : error.message, dir))
  }
}

function checkVersion(dir, version) {
  if (version === ownMajor) return
  throw new Error(
    `The data in ${dir} is of PostgreSQL ${version} and this version brings ${ownMajor}: move the folder away to start anew, or run that PostgreSQL yourself and set DATABASE_URL.`,
  )
}

/**
 * A killed predecessor leaves postmaster.pid behind, and perhaps a server without anybody who stops it. A server
 * on this folder is stopped; a pid that belongs to somebody else by now is forgotten.
 */
async function endPredecessor(dir) {
  const file = path.join(dir, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return
  const pid = Number(text.split('\n')[0])
  if (commandOf(pid)?.includes(dir)) await endProcess(pid, { signal: 'SIGINT', patienceMs: 15_000 })
  else await rm(file, { force: true })
}

/** Makes the data folder beside its place and moves it there when it is whole: a half-made one is never started. */
async function initialise(initdb, user, dir, password) {
  const draft = `${dir}.new`
  const passwordFile = `${dir}.password`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user) for (const file of [draft, passwordFile]) await chown(file, user.uid, user.gid)
  try {
    const flags = [
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
    ]
    // The builtin provider sorts the same on every machine; --no-sync because the server syncs what it writes.
    const locale = [
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
      '--lc-collate=C',
      '--lc-ctype=C',
      '--no-sync',
    ]
    const { code, output } = await run(initdb, [`--pgdata=${draft}`, ...flags, ...locale], user)
    if (code !== 0) throw new Error(troubleOf(output, dir))
    await rmdir(dir).catch((error) => {
      if (error.code !== 'ENOENT') throw new Error(`${dir} holds files but no database: move it away.`)
    })
    await rename(draft, dir)
  } finally {
    await Promise.all([draft, passwordFile].map((file) => rm(file, { recursive: true, force: true })))
  }
}

async function startServer(postgres, user, dir, port, settings) {
  const all = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: hasSocket(dir) ? dir : '',
    port: String(port),
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...settings,
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // A group of its own: Ctrl-C reaches us, and we stop the parts in their order.
  const child = spawn(postgres, ['-D', dir, ...flags], {
    ...identity(user),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  })
  let output = ''
  let hasExited = false
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output = (output + text).slice(-8_000)
  })
  child.once('error', (error) => {
    output += error.message
    hasExited = true
  })
  child.once('exit', () => {
    hasExited = true
  })
  const deadline = Date.now() + startTimeoutMs
  while (!output.includes('ready to accept connections')) {
    if (hasExited || Date.now() > deadline) {
      child.kill('SIGQUIT')
      throw new Error(troubleOf(output, dir))
    }
    await sleep(15)
  }
  return child
}

function run(command, args, user) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...identity(user), stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (text) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.once('error', (error) => resolve({ code: 1, output: error.message }))
    child.once('exit', (code) => resolve({ code, output }))
  })
}

/** LC_ALL: we look for words in what the server says. */
const identity = (user) => ({
  ...(user && { uid: user.uid, gid: user.gid }),
  cwd: '/',
  env: { PATH: process.env.PATH ?? '', LC_ALL: 'C' },
})

function troubleOf(output, dir) {
  if (/No space left on device/.test(output)) {
    return `The disk is full: PostgreSQL cannot write to ${dir}. Make room and start again.`
  }
  if (/could not bind|Address already in use/.test(output)) {
    return 'PostgreSQL found its port taken in the moment of starting: start again.'
  }
  if (/Permission denied/.test(output)) {
    return `PostgreSQL may not read or write ${dir}: give the folder to the user who starts Postino.`
  }
  const said = output.trim().split('\n').slice(-5).join('\n')
  return `PostgreSQL did not start on ${dir}. It said:\n${said}`
}

/** A port that nobody listens on now. */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}
