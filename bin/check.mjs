import { spawn } from 'node:child_process'
import path from 'node:path'
import { generateClient } from './steps/generate-client.mjs'
import { areDependenciesInstalled, installDependencies } from './steps/install-dependencies.mjs'
import { say, seconds, step } from './steps/progress.mjs'

/** `npm run check`: format and lint, types, dead code, architecture. One line a part; failures in full. */
const rootDir = path.resolve(import.meta.dirname, '..')
const parts = [
  { name: 'format and lint', args: ['@biomejs/biome/bin/biome', 'check', '--max-diagnostics=50'] },
  { name: 'types', args: ['typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'dead code', args: ['knip/bin/knip.js', '--no-progress'] },
  { name: 'architecture', args: ['vitest/vitest.mjs', 'run', '--project=architecture'] },
]

try {
  if (!(await areDependenciesInstalled(rootDir))) {
    await step('Installing the dependencies', () => installDependencies(rootDir))
  }
  await step('Generating the database client', () => generateClient(rootDir))
  const outcomes = []
  for (const part of parts) outcomes.push(await runPart(part))
  process.exitCode = outcomes.every(Boolean) ? 0 : 1
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

function runPart({ name, args: [program, ...args] }) {
  const startedAt = Date.now()
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(rootDir, 'node_modules', program), ...args], {
      cwd: rootDir,
      env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (text) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.once('error', (error) => keep(error.message))
    child.once('close', (code) => {
      say(`${code === 0 ? '✓' : '✗'} ${name.padEnd(16)} ${seconds(Date.now() - startedAt)}`)
      if (code !== 0) say(output)
      resolve(code === 0)
    })
  })
}
