import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { buildPages } from '../steps/build-pages.mjs'
import { bundlePrograms, watchPrograms } from '../steps/bundle-programs.mjs'
import { generateClient } from '../steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from '../steps/install-dependencies.mjs'
import { say, step } from '../steps/progress.mjs'
import { migrateDatabase, startDatabase } from './database.mjs'
import { assertNodeVersion, assertRoomOnDisk } from './machine.mjs'
import { workerNodeFlags } from './memory.mjs'
import { assertPortsAreFree } from './ports.mjs'
import { endPredecessor, forgetProcesses, recordProcesses } from './predecessor.mjs'
import { childEnvironment, readSettings } from './settings.mjs'
import { startProgram } from './supervise.mjs'
import { untilReady } from './until-ready.mjs'
import { webProgram } from './web-program.mjs'
import { printWelcome } from './welcome.mjs'

/** Open streams would keep the pages for ever; a worker finishes the mail in its hands. */
const webPatienceMs = 4_000
const workerPatienceMs = 20_000

/** What runs, and how to end it: the programs together, then what they stand on. */
const programs = []
const foundations = []
let forgetUs = async () => {}

export async function closeAll() {
  await Promise.all(programs.splice(0).map((program) => program.stop()))
  while (foundations.length > 0) await foundations.pop().stop()
  await forgetUs()
}

export async function up({ rootDir, isDev }) {
  const startedAt = Date.now()
  say('Postino')
  assertNodeVersion()
  const dataDir = path.join(rootDir, '.data')
  // Others may pass through (the database's account needs to), nobody else may look.
  await mkdir(dataDir, { recursive: true })
  await chmod(dataDir, 0o711)
  const settings = await readSettings(rootDir, { isDev })
  const needsInstall = !(await areDependenciesInstalled(rootDir))
  await assertRoomOnDisk(rootDir, needsInstall)
  await endPredecessor(dataDir)
  await recordProcesses(dataDir, programs)
  forgetUs = () => forgetProcesses(dataDir)
  await assertPortsAreFree(settings)

  if (needsInstall) await step('Installing the dependencies', () => installDependencies(rootDir))
  await step('Generating the database client', () => generateClient(rootDir))
  // Building and the database need each other in no way: the slower one decides.
  const building = prepareCode(rootDir, isDev)
  building.catch(() => {})
  const database = await startDatabase(rootDir, dataDir, settings, onGiveUp)
  if (database.stop) foundations.push(database)
  await building
  await startPrograms({ rootDir, dataDir, settings, database, isDev })
  printWelcome(settings, Date.now() - startedAt)
}

async function prepareCode(rootDir, isDev) {
  await step('Bundling the programs', () => bundlePrograms(rootDir))
  if (isDev) foundations.push(await watchPrograms(rootDir))
  else await step('Building the pages', () => buildPages(rootDir))
}

async function startPrograms({ rootDir, dataDir, settings, database, isDev }) {
  const shared = {
    rootDir,
    dataDir,
    env: childEnvironment(settings, database.url),
    onStart: () => recordProcesses(dataDir, programs),
    onGiveUp,
  }
  const start = (name, args, stopPatienceMs) => {
    programs.push(startProgram(name, args, { ...shared, stopPatienceMs }))
  }
  const listening = ['-p', String(settings.port), ...(settings.isLoopbackOnly ? ['-H', '127.0.0.1'] : [])]
  const developing = ['node_modules/next/dist/bin/next', 'dev', ...listening]
  start('web', isDev ? developing : webProgram(listening), webPatienceMs)
  await migrateDatabase(rootDir, settings, database)
  const watching = isDev ? ['--watch', '--watch-preserve-output'] : []
  start(
    'worker',
    ['--enable-source-maps', ...workerNodeFlags, ...watching, 'dist/worker.js'],
    workerPatienceMs,
  )
  await step('Starting', () => untilReady(settings, programs))
}

async function onGiveUp(message) {
  process.stderr.write(`\n${message}\n`)
  await closeAll()
  process.exit(1)
}
