import { expect, test } from 'vitest'
import { createConversationIndex } from '@/lib/ingest/conversation-index'

/** Mails in the order of arrival, each `id` or `id < nearest parent < its parent …`. */
function conversations(...mails: string[]): string[] {
  const index = createConversationIndex()
  return mails.map((mail) => {
    const [id = '', ...parentIds] = mail.split(' < ')
    const { conversation, threadParent } = index.add({ messageIds: id === '' ? [] : [id], parentIds })
    return `${conversation}: ${threadParent ?? 'no parent'}`
  })
}

test('an answer is in the conversation of what it answers', () => {
  expect(conversations('a', 'b < a', 'c < b < a', 'x')).toEqual([
    'a: no parent',
    'a: a',
    'a: b',
    'x: no parent',
  ])
})

test('answers to a mail that was never seen belong together', () => {
  expect(conversations('b < a', 'c < a')).toEqual(['b: no parent', 'b: no parent'])
})

test('a mail that its answer overtook joins the answer', () => {
  expect(conversations('b < a', 'a')).toEqual(['b: no parent', 'b: no parent'])
})

test('the nearest ancestor that was seen is the parent, also when a nearer one was not', () => {
  expect(conversations('a', 'd < c < b < a')).toEqual(['a: no parent', 'a: a'])
})

test('an answer between two conversations stays with its nearest parent', () => {
  expect(conversations('a', 'b', 'c < b < a')).toEqual(['a: no parent', 'b: no parent', 'b: b'])
})

test('mails without an id are conversations of their own', () => {
  const [first, second] = conversations('', '')
  expect(first).not.toBe(second)
})
