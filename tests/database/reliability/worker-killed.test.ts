import { expect, test } from 'vitest'
import { isFaultless } from './support/oracle'
import { runChaos } from './support/run-chaos'

/**
 * The promise that everything else rests on, held while the worker dies again and again: a mail that got its 250 is
 * one message, and a reply leaves once.
 */
const plan = {
  seed: 20_261_121,
  mails: { smtp: 300, imap: 0, signed: 0, announced: 0 },
  replies: 60,
  kills: { count: 20, victims: ['worker'], maxGapMs: 900 },
  pace: { lanes: 4, pauseMs: 0 },
  areLeasesWaitedFor: true,
  deadlineMs: 400_000,
} as const

test('300 mails and 60 replies survive 20 kills of the worker: none lost, none doubled', {
  timeout: 420_000,
}, async () => {
  const result = await runChaos(plan)
  expect(isFaultless(result), JSON.stringify(result, null, 2)).toBe(true)
  expect(result).toMatchObject({ sent: 300, replies: 60, kills: { worker: 20 }, workersLost: 0 })
})
