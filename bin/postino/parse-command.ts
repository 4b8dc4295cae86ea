import { createMailParser } from '@/lib/adapters/mail-parser/create-mail-parser'
import { toParseOutput } from '@/lib/inspection/parse-output'
import { answerLines } from './answer-lines'
import { type Command, printJson } from './command'
import { readBytes } from './read-bytes'

export const parseCommand: Command = {
  help: `
Usage: postino parse [FILE]      reads one mail (RFC 5322, from stdin without FILE) and prints one JSON object
       postino parse --batch     answers lines {"id","rawBase64"} with {"id","out"} or {"id","error"}, in order

No settings, no database, no network. What cannot be read is answered with what its head shows: exit code 0.`,
  options: { batch: { type: 'boolean' } },
  run: async ({ values, positionals }) => {
    const parser = await createMailParser({ threads: 1 })
    const read = async (bytes: Uint8Array) => toParseOutput(await parser.parse(bytes))
    try {
      if (values.batch) await answerLines(read)
      else printJson(await read(await readBytes(positionals[0])))
    } finally {
      await parser.close()
    }
    return 0
  },
}
