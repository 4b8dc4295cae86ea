import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseMail } from '@/lib/mail/parse'
import { readReply } from '@/lib/mail/reply'
import { replies } from './replies-table'

const folder = 'tests/fixtures/mail/replies'

async function readFixture(name: string) {
  const mail = await parseMail(readFileSync(`${folder}/${name}.eml`))
  if (mail.kind !== 'parsed') throw new Error(`${name} is unreadable: ${mail.reason}`)
  return readReply(mail, { isForward: false })
}

describe('our own replies', () => {
  it('every mail in the folder has its row, and every row its mail', () => {
    const names = readdirSync(folder).map((file) => file.slice(0, -'.eml'.length))
    expect(Object.keys(replies).toSorted()).toEqual(names.toSorted())
  })

  it.each(Object.entries(replies))('%s is divided as the table says', async (name, expected) => {
    const { text } = await readFixture(name)
    expect({
      visible: text.visible,
      confidence: text.confidence,
      rule: text.rule,
      ...(text.signature === '' ? {} : { signature: text.signature }),
    }).toEqual(expected)
  })

  it.each(Object.entries(replies).filter(([, { confidence }]) => confidence === 'high'))(
    '%s keeps what it folds',
    async (name) => {
      expect((await readFixture(name)).text.quoted).not.toBe('')
    },
  )
})
