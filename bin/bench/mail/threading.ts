import { createConversationIndex } from '@/lib/ingest/conversation-index'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'
import type { ThreadedMail } from './corpus'

export interface ThreadScore {
  mails: number
  precision: number
  recall: number
  f1: number
  parents: { right: number; all: number }
}

/** Pairs of mails that stand in one conversation, as told and as found, over what people wrote. */
export async function scoreThreads(mails: readonly ThreadedMail[]): Promise<ThreadScore> {
  const index = createConversationIndex()
  const found: { told: string; found: string }[] = []
  const parents = { right: 0, all: 0 }
  for (const mail of mails) {
    const parsed = await parseMail(mail.bytes)
    const { threadParent, conversation } = index.add(
      parsed.kind === 'parsed' ? describeMail(parsed) : { messageIds: [], parentIds: [] },
    )
    if (!mail.isHam) continue
    found.push({ told: mail.conversation, found: conversation })
    parents.all++
    if (threadParent === mail.parent) parents.right++
  }
  const both = pairs(found.map((one) => `${one.told}\n${one.found}`))
  const told = pairs(found.map((one) => one.told))
  const seen = pairs(found.map((one) => one.found))
  const precision = seen === 0 ? 1 : both / seen
  const recall = told === 0 ? 1 : both / told
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { mails: found.length, precision, recall, f1, parents }
}

function pairs(groups: readonly string[]): number {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0)
}
