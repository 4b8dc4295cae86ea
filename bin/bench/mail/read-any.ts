import { toParseOutput } from '@/lib/inspection/parse-output'
import { parseMail } from '@/lib/mail/parse'

/** Reads any bytes to the end and says what is wrong with the answer; null when it is what it has to be. */
export async function readAny(bytes: Uint8Array): Promise<string | null> {
  const mail = await parseMail(bytes)
  const text = JSON.stringify(toParseOutput(mail))
  if (text.includes('\\u0000')) return 'a NUL that no database takes'
  if (/(?<!\\)(?:\\\\)*\\ud[89a-f]/i.test(text)) return 'half a character'
  if (mail.kind === 'unreadable') return null
  const outcomes = new Set(['shown', 'listed', 'named'])
  return mail.parts.every((part) => outcomes.has(part.outcome) && part.reason !== '')
    ? null
    : 'a part without account'
}
