import { expect, test } from 'vitest'
import { tie } from '@/lib/ingest/conversation'
import { decide } from '@/lib/ingest/decide'
import { matchTicket } from '@/lib/ingest/match'
import type { TicketCandidate } from '@/lib/ingest/types'
import { candidateOf, contextOf, mailOf } from './facts'

const at = new Date('2026-11-22T09:00:00Z')
const anna = 'anna@client.example'
const bruno = 'bruno@client.example'
const carla = 'carla@client.example'

const decideAbout = (candidates: TicketCandidate[], mail: Parameters<typeof mailOf>[0]) => {
  const found = mailOf(mail)
  const context = contextOf({ candidates })
  const decision = decide(found, context, matchTicket(found, context), at)
  if (decision.kind !== 'append') return decision.kind
  const numbers = (list: TicketCandidate[]) => list.map((one) => one.number)
  return {
    into: decision.candidate.number,
    merged: numbers(decision.merged),
    linked: numbers(decision.others),
  }
}

/** Answers of three people to a mail of Anna's which comes last. */
const answers = (change: Partial<TicketCandidate> = {}) =>
  [bruno, carla, 'dario@client.example'].map((person, index) =>
    candidateOf({ number: 10 + index, how: 'child', participantKeys: [person], ...change }),
  )
const parent = { from: anna, to: [bruno, carla, 'dario@client.example'] }

test('answers whose common parent comes last become one ticket, the oldest', () => {
  expect(decideAbout(answers(), parent)).toEqual({ into: 10, merged: [11, 12], linked: [] })
})

test('whoever the parent was not written to keeps his own ticket, linked', () => {
  expect(decideAbout(answers(), { from: anna, to: [bruno, carla] })).toEqual({
    into: 10,
    merged: [11],
    linked: [12],
  })
})

test('a ticket that somebody answered stays, linked', () => {
  const [first, second, third] = answers()
  const candidates = [first, { ...second, isAnswered: true }, third].filter((one) => one !== undefined)
  expect(decideAbout(candidates as TicketCandidate[], parent)).toEqual({
    into: 10,
    merged: [12],
    linked: [11],
  })
})

test('the ticket that an agent has in hand is the one that stays', () => {
  const [first, second, third] = answers()
  const candidates = [first, second, { ...third, isTouched: true }].filter((one) => one !== undefined)
  expect(decideAbout(candidates as TicketCandidate[], parent)).toEqual({
    into: 12,
    merged: [10, 11],
    linked: [],
  })
})

test('two tickets that agents have in hand stay two, linked', () => {
  expect(decideAbout(answers({ isTouched: true }), parent)).toEqual({
    into: 10,
    merged: [],
    linked: [11, 12],
  })
})

test('a closed ticket is not merged', () => {
  const [first, second] = answers()
  const candidates = [first, { ...second, phase: 'closing' }].filter((one) => one !== undefined)
  expect(decideAbout(candidates as TicketCandidate[], parent)).toMatchObject({
    into: 10,
    merged: [],
    linked: [11],
  })
})

test('a mail that brings a new person lets in whoever was waiting for him', () => {
  // Carla answered Anna's ticket and was no part of it; now Bruno, who is, writes to her.
  const ticket = candidateOf({ number: 10, participantKeys: [anna, bruno], how: 'parent' })
  const waiting = candidateOf({
    number: 11,
    participantKeys: [carla],
    how: 'tied',
    ties: [{ ticketId: ticket.ticketId, bits: tie.names }],
  })
  const mail = { from: bruno, to: [carla], parentIds: ['p'] }
  expect(decideAbout([ticket, waiting], { ...mail, verdict: 'pass' })).toMatchObject({
    into: 10,
    merged: [11],
  })
  expect(decideAbout([ticket, waiting], mail)).toMatchObject({ into: 10, merged: [] })
})

test('being named is not enough: the one that names must have been written to', () => {
  const ticket = candidateOf({ number: 10, participantKeys: [anna], how: 'parent' })
  const named = candidateOf({
    number: 11,
    participantKeys: [carla],
    invitedKeys: [anna],
    how: 'tied',
    ties: [{ ticketId: ticket.ticketId, bits: tie.names }],
  })
  expect(decideAbout([ticket, named], { from: anna, parentIds: ['p'] })).toMatchObject({ merged: [] })
})
