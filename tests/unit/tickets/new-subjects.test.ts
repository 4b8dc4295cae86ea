import { expect, test } from 'vitest'
import { findNewSubjects, isUnderSubject, type SubjectFacts } from '@/lib/tickets/new-subjects'

/** Messages as "subject" or with what is special about them; their ids are their places. */
const messages = (...list: (string | Partial<SubjectFacts>)[]): SubjectFacts[] =>
  list.map((one, place) => ({
    id: String(place),
    kind: 'inbound',
    joinState: null,
    classification: 'human',
    ...(typeof one === 'string' ? { subject: one } : { subject: 'Lamp', ...one }),
  }))

const found = (...list: (string | Partial<SubjectFacts>)[]) =>
  Object.fromEntries(findNewSubjects(messages(...list), 'Lamp'))

const ours = { kind: 'reply', subject: 'Re: Lamp' } as const

test('a person who answers with another subject begins something else, named without its prefix', () => {
  expect(found('Lamp', ours, 'R: Porta rotta')).toEqual({ 2: 'Porta rotta' })
  expect(found('Lamp', ours, 'Re: Lamp')).toEqual({})
})

test('the first mail begins the ticket, whatever the ticket is called', () => {
  expect(found('Chair')).toEqual({})
})

test('what goes on under the new subject, or under the old one, is not new', () => {
  expect(found('Lamp', ours, 'Door', 'Re: Door', 'Re: Lamp')).toEqual({ 2: 'Door' })
})

test('several new subjects are several matters', () => {
  expect(found('Lamp', 'Door', 'Window')).toEqual({ 1: 'Door', 2: 'Window' })
})

// Answers to our answer lead to this ticket: what was answered cannot go.
test('what we have answered stays, and its subject is the conversation’s from then on', () => {
  expect(found('Lamp', 'Door', { ...ours, subject: 'Re: Door' }, 'Re: Door')).toEqual({})
  expect(found('Lamp', 'Door', { ...ours, subject: 'Re: Door' }, 'Window')).toEqual({ 3: 'Window' })
})

test('a machine’s subject is its own', () => {
  expect(found('Lamp', ours, { subject: 'Out of office', classification: 'vacation' })).toEqual({})
  expect(found('Lamp', ours, { subject: 'Accepted: Visit', classification: 'calendar' })).toEqual({})
  expect(found('Lamp', ours, { subject: 'Door', classification: 'list' })).toEqual({ 2: 'Door' })
})

test('who only asks to join has nothing to be set apart; who was let in has', () => {
  expect(found('Lamp', { subject: 'Door', joinState: 'pending' })).toEqual({})
  expect(found('Lamp', { subject: 'Door', joinState: 'rejected' })).toEqual({})
  expect(found('Lamp', { subject: 'Door', joinState: 'accepted' })).toEqual({ 1: 'Door' })
})

test('an empty subject is no new one, and hides none that comes after it', () => {
  expect(found('Lamp', '', 'Re:', 'Door')).toEqual({ 3: 'Door' })
  expect(Object.fromEntries(findNewSubjects(messages('', 'Door'), ''))).toEqual({})
})

test('a note has no subject', () => {
  expect(found('Lamp', { kind: 'note', subject: '' }, 'Door')).toEqual({ 2: 'Door' })
})

test('a mail stands under a subject when it has it too; one that says nothing stands under none', () => {
  const isUnder = isUnderSubject('Re: Door does not close')
  expect(isUnder({ subject: 'R: Door does not close' })).toBe(true)
  expect(isUnder({ subject: 'Re: Lamp' })).toBe(false)
  expect(isUnder({ subject: '' })).toBe(false)
  expect(isUnderSubject('')({ subject: 'Re: Lamp' })).toBe(false)
})
