import { expect, test } from 'vitest'
import { remarksOn } from '@/components/ticket/remarks-on'

const author = { name: 'Eva', address: 'eva@uno.example', isAgent: false, isSpoofLike: false }
const nobody = { ...author, address: '' }

test.each([
  ['a mail that could not be read says so', author, ['unread'], ['unread']],
  ['an encrypted mail says that it cannot be read', author, ['encrypted'], ['encrypted']],
  [
    'a mail with more files than are listed says so',
    author,
    ['too-many-attachments'],
    ['too-many-attachments'],
  ],
  ['a mail of several senders says whose it is shown as', author, ['several-from'], ['several-senders']],
  ['a mail whose sender cannot be used says so', nobody, ['from-rejected', 'several-from'], ['no-sender']],
  ['a mail that names nobody says so', nobody, ['from-missing'], ['no-sender']],
  ['one bad address of several hides nobody', author, ['from-rejected'], []],
  ['a calendar mail says what it is', author, ['calendar-cancel'], ['calendar-cancel']],
  [
    'a mail under an id that came with other words says so',
    author,
    ['message-id-reused'],
    ['message-id-reused'],
  ],
  ['an ordinary mail says nothing', author, ['signed', 'date-missing'], []],
])('%s', (_, by, flags, expected) => {
  expect(remarksOn({ messageKind: 'inbound', author: by, flags, sentBy: '' })).toEqual(expected)
  expect(remarksOn({ messageKind: 'reply', author: by, flags, sentBy: '' })).toEqual([])
})

test('a mail that somebody sent for its author says who', () => {
  const message = { messageKind: 'inbound' as const, author, flags: [], sentBy: 'desk@uno.example' }
  expect(remarksOn(message)).toEqual(['sent-by'])
})
