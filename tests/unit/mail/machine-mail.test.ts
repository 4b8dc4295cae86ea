import { describe, expect, it } from 'vitest'
import type { Classification } from '@/lib/mail/classification'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'
import { autoAnswers, automaticTexts, onLists, people, sentToMany, textsOfPeople } from './machine-mail-table'

async function classified(head: string, text = 'Text.'): Promise<Classification> {
  const source = `From: Eva Rossi <eva@uno.example>\nTo: help@desk.example\nMessage-ID: <x@uno.example>\nContent-Type: text/plain; charset=utf-8\n${head}\n\n${text}\n`
  const mail = await parseMail(Buffer.from(source))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail)
}

describe('answers of machines', () => {
  it.each(autoAnswers)('%s', async (head) => {
    const { kind, mayAutoAnswer, evidence } = await classified(head)
    expect(['auto-reply', 'vacation']).toContain(kind)
    expect(mayAutoAnswer).toBe(false)
    expect(evidence).not.toEqual([])
  })
})

describe('texts that say it', () => {
  it.each(automaticTexts)('%s', async (text) => {
    expect(['auto-reply', 'vacation']).toContain((await classified('Subject: Re: Order', text)).kind)
  })

  it.each(textsOfPeople)('%s is what a person says', async (text) => {
    expect((await classified('Subject: Re: Order', text)).kind).toBe('human')
  })
})

describe('people are never called a machine', () => {
  it.each(people)('%s', async (head) => {
    expect((await classified(head)).kind).toBe('human')
  })
})

describe('what goes to many is never called an answer', () => {
  it.each(sentToMany)('%s', async (head) => {
    const { kind, mayAutoAnswer } = await classified(head)
    expect(['list', 'bulk']).toContain(kind)
    expect(mayAutoAnswer).toBe(false)
  })
})

describe('what people write to a list', () => {
  it.each(onLists)('%s', async (head) => {
    expect((await classified(head)).kind).toBe('list')
  })
})

describe('a person whose program marks mails as sent to many', () => {
  it.each(people.filter((head) => /list-unsubscribe|feedback-id/i.test(head)))(
    '%s gets no automatic answer',
    async (head) => {
      expect((await classified(head)).mayAutoAnswer).toBe(false)
    },
  )
})
