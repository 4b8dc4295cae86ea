import { expect, test } from 'vitest'
import { parseMail } from '@/lib/mail/parse'

const mailWith = (files: number) =>
  Buffer.from(
    [
      'From: Rosa Neri <rosa@cliente.example>\nSubject: drawings\nMIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="edge"\n\n--edge\nContent-Type: text/plain\n\nAll of them.',
      ...Array.from(
        { length: files },
        (_, n) =>
          `--edge\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="${n + 1}.pdf"\n\n%PDF ${n + 1}`,
      ),
      '--edge--\n',
    ].join('\n'),
  )

// Each file is a row and a blob: one mail must not make thousands of them.
test('of a mail 100 files are listed; each one more is named in the account of its parts, and the mail says so', async () => {
  const all = await parseMail(mailWith(100))
  if (all.kind !== 'parsed') throw new Error(all.reason)
  expect(all.attachments).toHaveLength(100)
  expect(all.flags).not.toContain('too-many-attachments')

  const more = await parseMail(mailWith(102))
  if (more.kind !== 'parsed') throw new Error(more.reason)
  expect(more.attachments.map(({ fileName }) => fileName)).toEqual(
    all.attachments.map(({ fileName }) => fileName),
  )
  expect(more.flags).toContain('too-many-attachments')
  expect(more.text).toContain('All of them.')
  expect(more.parts.slice(-3).map(({ path, outcome, reason }) => `${path} ${outcome}: ${reason}`)).toEqual([
    '101 listed: file',
    '102 named: over the number of attachments',
    '103 named: over the number of attachments',
  ])
})
