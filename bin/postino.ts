import { parseArgs } from 'node:util'
import { type Command, UsageError } from './postino/command'
import { commands } from './postino/commands'

/** The command line for operators and for whoever examines a mail: one word, one command. */
const usage = `Usage: postino COMMAND [OPTIONS]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`)
  .join('\n')}

postino COMMAND --help says more. Exit codes: 0 done, 1 not well or not done, 2 asked wrongly.
`

async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    process.stdout.write(usage)
    return name === undefined ? 2 : 0
  }
  const listed = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!listed) throw new UsageError(`There is no command "${name}".\n\n${usage}`)
  return run(await listed.load(), args)
}

async function run(command: Command, args: string[]): Promise<number> {
  const { values, positionals } = parseOptions(command, args)
  if (values.help === true) {
    process.stdout.write(`${command.help.trim()}\n`)
    return 0
  }
  return command.run({ values, positionals })
}

function parseOptions(command: Command, args: string[]) {
  try {
    const options = { ...command.options, help: { type: 'boolean' as const } }
    return parseArgs({ args, options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\n\n${command.help.trim()}`,
    )
  }
}

// Whoever reads the answer may stop before its end, as `head` does.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  return error instanceof UsageError ? 2 : 1
})
// Pools of connections and threads would hold the process for a minute; everything said is written first.
await new Promise((resolve) => process.stdout.write('', resolve))
process.exit()
