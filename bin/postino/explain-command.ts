import { createMailParser } from '@/lib/adapters/mail-parser/create-mail-parser'
import { inspectMail } from '@/lib/inspection/inspect-mail'
import { scopeOfRawMail } from '@/lib/inspection/scope-of-raw-mail'
import { getTrail } from '@/lib/tickets/get-trail'
import { type GetTrailInput, RawMailId } from '@/lib/tickets/inputs'
import { type Command, printJson, printLine, textOption, UsageError } from './command'
import { readBytes } from './read-bytes'
import { printTrail } from './trail-words'

export const explainCommand: Command = {
  help: `
Usage: postino explain ID        why a delivered mail is where it is; ID is its raw mail's id
       postino explain FILE      what the product sees in a mail, before anybody knows where it is delivered

  --language en|it|fr            the language of the sentences (en)
  --json                         as one JSON object

A file needs no settings and no database.`,
  options: { json: { type: 'boolean' }, language: { type: 'string' } },
  run: async ({ values, positionals: [what] }) => {
    if (what === undefined) throw new UsageError('Which mail? postino explain ID or FILE')
    const id = RawMailId.safeParse(what)
    const print = { isJson: values.json === true, language: textOption(values, 'language') }
    await (id.success ? explainStored(id.data, print) : explainFile(what, print))
    return 0
  },
}

interface Print {
  isJson: boolean
  language: string | undefined
}

async function explainStored(
  rawMailId: GetTrailInput['rawMailId'],
  { isJson, language }: Print,
): Promise<void> {
  const scope = await scopeOfRawMail(rawMailId, 'explain')
  const trail = await getTrail(scope, { rawMailId })
  if (isJson) return printJson(trail)
  printLine(
    `Mail ${trail.rawMailId}, ${trail.sizeBytes} bytes, arrived ${trail.receivedAt} for ${trail.recipient}`,
  )
  printLine(`Outcome: ${trail.outcome ?? 'it waits'}${trail.reason ? ` (${trail.reason})` : ''}`)
  printLine()
  printTrail(trail.entries, language)
}

async function explainFile(file: string, { isJson, language }: Print): Promise<void> {
  const parser = await createMailParser({ threads: 1 })
  try {
    const seen = inspectMail(await parser.parse(await readBytes(file)))
    if (isJson) return printJson(seen)
    printLine(`From ${seen.from}, ${seen.sizeBytes} bytes, written ${seen.date ?? 'at an unknown time'}`)
    printLine(`Subject: ${seen.subject}`)
    printLine()
    printTrail(seen.entries, language)
    printLine()
    printLine(seen.visibleText)
  } finally {
    await parser.close()
  }
}
