import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { classify } from '@/lib/mail/classify'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'
import { readReply } from '@/lib/mail/reply'
import type { ParsedMail } from '@/lib/mail/types'
import { type Expected, expectations } from './fixtures-table'

const folder = 'tests/fixtures/mail'
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.eml'))
  .map((file) => file.slice(0, -4))

async function parsed(name: string): Promise<ParsedMail> {
  const mail = await parseMail(readFileSync(`${folder}/${name}.eml`))
  if (mail.kind !== 'parsed') throw new Error(`${name} is unreadable: ${mail.reason}`)
  return mail
}

/** Exactly the keys that the table judges, as this mail gives them. */
async function read(name: string, expected: Expected): Promise<Expected> {
  const mail = await parsed(name)
  const facts = describeMail(mail)
  const verdict = classify(mail)
  const { text } = readReply(mail, { isForward: facts.subjectKind === 'forward' })
  const recipient = verdict.bounce?.recipients[0]
  const all: Expected = {
    kind: verdict.kind,
    rules: verdict.evidence.map((one) => one.rule),
    mayAutoAnswer: verdict.mayAutoAnswer,
    from: mail.from?.address ?? null,
    fromName: mail.from?.name ?? '',
    subject: mail.subject,
    baseSubject: facts.baseSubject,
    ids: [...mail.messageIds],
    parents: [...facts.parentIds],
    date: mail.date?.toISOString() ?? null,
    visible: text.visible,
    quoted: text.quoted === '' ? 'none' : 'some',
    signature: text.signature,
    confidence: text.confidence,
    files: mail.attachments.map((one) => `${one.path} ${one.fileName} ${one.kind}`),
    flags: mail.flags.filter((flag) => expected.flags?.includes(flag)),
    recipients: [...facts.recipientKeys],
    deliveredTo: [...facts.deliveredTo],
    ...(verdict.bounce === null
      ? {}
      : {
          bounce: {
            recipient: recipient?.address ?? '',
            action: recipient?.action ?? '',
            status: recipient?.status ?? null,
            originalMessageId: verdict.bounce.originalMessageId,
            severity: verdict.bounce.severity,
          },
        }),
    ...(verdict.receipt === null
      ? {}
      : {
          receipt: {
            disposition: verdict.receipt.disposition,
            originalMessageId: verdict.receipt.originalMessageId ?? '',
          },
        }),
  }
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in expected))
}

describe('our own mails', () => {
  it('every mail in the folder has its row, and every row its mail', () => {
    expect(Object.keys(expectations).toSorted()).toEqual(
      names.filter((name) => name !== 'zero-bytes').toSorted(),
    )
  })

  it.each(Object.entries(expectations))('%s is read as the table says', async (name, expected) => {
    expect(await read(name, expected)).toEqual(expected)
  })

  it('a mail of zero bytes is answered as unreadable, not thrown', async () => {
    expect(await parseMail(readFileSync(`${folder}/zero-bytes.eml`))).toMatchObject({
      kind: 'unreadable',
      reason: 'empty',
    })
  })

  it.each(Object.keys(expectations))('%s: every part is accounted for', async (name) => {
    const mail = await parsed(name)
    const listed = mail.parts.filter((part) => part.outcome === 'listed').map((part) => part.path)
    expect(mail.attachments.map((one) => one.path)).toEqual(listed)
    expect(mail.parts.length).toBeGreaterThan(0)
  })
})
