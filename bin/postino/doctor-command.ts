import { type Env, getEnv } from '@/lib/env'
import { type Command, printJson, printLine } from './command'
import { type Finding, fail, messageOf, ok } from './doctor/check'
import { checkMigrations, checkRole } from './doctor/check-database'
import {
  checkAnnounced,
  checkBlobs,
  checkDisk,
  checkReceiver,
  checkWayOut,
  checkWorkers,
} from './doctor/check-machine'

export const doctorCommand: Command = {
  help: `
Usage: postino doctor

Looks at what this installation stands on and prints a line for each, with the remedy where something is wrong:
settings, database roles, migrations, mails and files, room on disk, incoming mail, workers, announced mail, outgoing
mail.

  --json                         as JSON, one object a line

Exit code 1 when something does not work.`,
  options: { json: { type: 'boolean' } },
  run: async ({ values }) => {
    const findings = await examine()
    for (const finding of findings) {
      if (values.json) printJson(finding)
      else printLine(lineOf(finding))
    }
    return findings.some(({ state }) => state === 'fail') ? 1 : 0
  },
}

async function examine(): Promise<Finding[]> {
  const env = readSettings()
  if ('state' in env) return [env]
  return [
    ok('settings', 'complete'),
    ...(await Promise.all([
      checkRole(env, 'app'),
      checkRole(env, 'system'),
      checkRole(env, 'executor'),
      checkMigrations(env),
      checkBlobs(env),
      checkDisk(env),
      checkReceiver(env),
      checkWorkers(),
      checkAnnounced(env),
      checkWayOut(env),
    ])),
  ]
}

function readSettings(): Env | Finding {
  try {
    return getEnv()
  } catch (error) {
    return fail('settings', messageOf(error).replace(/\n/g, ' '), 'Correct the environment or .env.')
  }
}

const marks = { ok: 'ok  ', warn: 'note', fail: 'FAIL' } as const

const lineOf = ({ name, state, detail, remedy }: Finding): string =>
  `${marks[state]} ${name.padEnd(23)} ${detail}${remedy === '' ? '' : ` -> ${remedy}`}`
