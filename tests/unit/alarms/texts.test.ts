import { expect, test } from 'vitest'
import { alarmText } from '@/lib/alarms/texts'
import type { AlarmKind } from '@/lib/alarms/types'
import { channelTroubles } from '@/lib/channels/types'
import { mailboxStates } from '@/lib/mailboxes/types'

const tenant = { slug: 'alpha', name: 'Alpha Ltd' }
const baseUrl = 'https://tickets.example.com'
const since = new Date('2026-11-22T10:00:00Z')
const notice = (kind: AlarmKind, word: string, clearedAt: Date | null = null) => ({
  kind,
  word,
  name: 'Support',
  since,
  clearedAt,
})
const tell = (locale: string, ...notices: ReturnType<typeof notice>[]) =>
  alarmText(locale, { notices, tenant, baseUrl })

test.each(['en', 'it', 'fr'])('in %s it says what, since when, what helps and where', (locale) => {
  const { subject, body } = tell(locale, notice('mailbox', 'password-refused'))
  expect(subject).toContain('Support')
  expect(subject).toContain('Alpha Ltd')
  expect(body).toContain('2026')
  expect(body).toContain('https://tickets.example.com/t/alpha/settings/mailboxes')
  expect(body.length).toBeGreaterThan(200)
})

test('three languages differ, and another one is told in English', () => {
  const texts = ['en', 'it', 'fr', 'de'].map((locale) => tell(locale, notice('silent', 'no-mail')).subject)
  expect(new Set(texts).size).toBe(3)
  expect(texts[3]).toBe(texts[0])
})

test('what is over is said to be over, without a remedy', () => {
  const { subject, body } = tell('en', notice('channel', 'certificate', since))
  expect(subject).toMatch(/^Solved: /)
  expect(body).not.toContain('certificate')
})

test('several at once are one mail', () => {
  const { subject, body } = tell('en', notice('mailbox', 'unreachable'), notice('channel', 'consent_revoked'))
  expect(subject).toMatch(/^2 /)
  expect(body).toContain('Connect it again')
})

test.each([
  ['en', 'Very much mail from a@b.example'],
  ['it', 'Moltissimi messaggi da a@b.example'],
  ['fr', 'Très nombreux messages de a@b.example'],
])('in %s a sender of very much is named, and where his mail waits', (locale, subject) => {
  const text = tell(locale, { ...notice('flood', 'too-many-from-sender'), name: 'a@b.example' })
  expect(text.subject).toContain(subject)
  expect(text.body).toContain('https://tickets.example.com/t/alpha/quarantine\n')
})

test('every state of a mailbox and trouble of a channel has a remedy of its own kind', () => {
  const words = [
    ...mailboxStates.filter((word) => word !== 'new' && word !== 'well'),
    ...channelTroubles.filter((word) => word !== 'not_configured'),
  ]
  const general = tell('en', notice('mailbox', 'not_configured')).body
  expect(words.filter((word) => tell('en', notice('mailbox', word)).body === general)).toEqual([])
})
