import { describe, expect, it } from 'vitest'
import { readForwarded } from '@/lib/mail/forwarded'
import { forwardWords, type Words } from './forwards-of-clients'

const body = 'The printer is dead.\n\nPlease come.\nEva'

/** The orders in which clients print the fields. */
function blocks(words: Words, when: string): Readonly<Record<string, readonly string[]>> {
  const from = `${words.from} Eva Large <eva@client.example>`
  const date = `${words.date} ${when}`
  const to = `${words.to} Ugo Neri <ugo@desk.example>`
  const cc = `${words.cc} Ida Small <ida@client.example>, Max <max@client.example>`
  const subject = `${words.subject} Printer`
  return {
    Gmail: [from, date, subject, to, cc],
    'Apple Mail': [from, subject, date, to, cc],
    Outlook: [from, date, to, cc, subject],
    Thunderbird: [subject, date, from, to, cc],
    Zimbra: [from, to, cc, date, subject],
  }
}

const label = /^([^:：]+ ?[:：])/

function shapes(mark: string, block: readonly string[]): readonly string[] {
  const marked = (text: string): string => text.replaceAll('\n', '\n> ')
  return [
    `${mark}\n${block.join('\n')}\n\n${body}`,
    `${mark}\n\n${block.map((line) => line.replace(label, '*$1*')).join('\n')}\n\n\n${body}`,
    `${mark}\n${block.map((line) => line.replace(/^([^:：]+ ?[:：]) /, '$1 \t')).join('\n')}\n\n${body}`,
    `> ${marked(`${mark}\n\n${block.join('\n')}\n\n${body}`)}`,
  ]
}

const read = (text: string, subject: string) =>
  readForwarded({
    subject,
    text,
    html: null,
    attachments: [],
    contentType: 'text/plain',
    inReplyTo: [],
    references: [],
  })

describe.each(Object.entries(forwardWords))('%s', (_, words) => {
  const when = words.when[0] ?? ''

  it.each(['', '________________________________', ...words.marks])('what "%s" passes on', (mark) => {
    for (const [client, block] of Object.entries(blocks(words, when))) {
      for (const shape of shapes(mark, block)) {
        if (mark === '________________________________' && shape.startsWith('>')) continue
        const found = read(`Please take this.\n\n${shape}\n`, `${words.prefix}Printer`)
        expect({
          client,
          from: [found?.from?.name, found?.from?.address],
          subject: found?.subject,
          to: found?.to.map(({ address }) => address),
          cc: found?.cc.map(({ address }) => address),
          body: found?.body,
          note: found?.note,
        }).toEqual({
          client,
          from: ['Eva Large', 'eva@client.example'],
          subject: 'Printer',
          to: ['ugo@desk.example'],
          cc: ['ida@client.example', 'max@client.example'],
          body,
          note: 'Please take this.',
        })
      }
    }
  })

  it.each(words.when)('the date "%s"', (text) => {
    for (const block of Object.values(blocks(words, text))) {
      const date = read(`${words.marks[0]}\n${block.join('\n')}\n\n${body}`, `${words.prefix}Printer`)?.date
      expect(date?.toISOString()).toMatch(/^2026-03-02T\d\d:12:/)
    }
  })
})
