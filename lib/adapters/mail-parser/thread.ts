import { move, transferableSymbol, valueSymbol } from 'piscina'
import { defaultParseLimits, parseMail } from '@/lib/mail/parse'
import type { ParsedMail, ParseLimits, Unreadable } from '@/lib/mail/types'

export type ParseTask = { readonly bytes: Uint8Array; readonly limits: Partial<ParseLimits> }

/** What runs in a parser thread: one mail a call. The bytes of its files are handed over, not copied. */
export default async function parseInThread(task: ParseTask): Promise<unknown> {
  const result = await parseMail(task.bytes, { ...defaultParseLimits, ...task.limits })
  return move({ [transferableSymbol]: buffersOf(result), [valueSymbol]: result })
}

function buffersOf(result: ParsedMail | Unreadable): ArrayBufferLike[] {
  if (result.kind !== 'parsed') return []
  return [...new Set(result.attachments.map((one) => one.bytes.buffer))]
}
