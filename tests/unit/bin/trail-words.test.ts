import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { printTrail } from '@/bin/postino/trail-words'
import { inspectMail } from '@/lib/inspection/inspect-mail'
import { parseMail } from '@/lib/mail/parse'
import { unreadableReasons } from '@/lib/mail/types'
import type { TrailEntry } from '@/lib/tickets/types'

const folder = path.join(import.meta.dirname, '../../fixtures/mail')
const names = readdirSync(folder).filter((name) => name.endsWith('.eml'))
let printed: string

beforeEach(() => {
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

/** What has no sentence is printed with the names of its data. */
const bareData = /; (?:confidence|hasQuote|detail|attempts|from|mayAutoAnswer): /

describe.each(['en', 'it', 'fr'])('in %s', (language) => {
  test.each(names)('every step of %s is told in words', async (name) => {
    const { entries } = inspectMail(await parseMail(readFileSync(path.join(folder, name))))
    printTrail(entries, language)
    expect(printed).not.toMatch(bareData)
    expect(printed.trim().split('\n')).toHaveLength(entries.length)
  })

  test.each(unreadableReasons)('what could not be read for "%s" is told in words', (reason) => {
    const entry: TrailEntry = { stage: 'parse', code: `unreadable-${reason}`, data: { detail: 'x' } }
    printTrail([entry], language)
    expect(printed).not.toMatch(bareData)
    expect(printed).not.toContain('unreadable')
  })
})

test('a failure of ours, and an id that came before with other words, are told in words', () => {
  printTrail([
    { stage: 'apply', code: 'pipeline-error', data: { detail: 'x', attempts: 3 } },
    { stage: 'describe', code: 'ids', data: { messageId: 'a@b', parents: ['c@d'], isMessageIdReused: true } },
    { stage: 'clean', code: 'attribution', data: { confidence: 0.4, hasQuote: true } },
  ])
  expect(printed).toContain('something went wrong in our program')
  expect(printed).toContain('Another mail came under the same Message-ID with other words.')
  expect(printed).toContain('not sure: everything is shown (seen by: “… wrote:”)')
})
