import { expect, test } from 'vitest'
import { isLongForm, reportCounts, seedOr } from './support/form'
import { isFaultless } from './support/oracle'
import { type ChaosPlan, runChaos } from './support/run-chaos'

/**
 * Worker and PostgreSQL killed while mail comes in by every way and answers go out. Here the short form; `npm run
 * chaos` is the long one.
 */
const seed = seedOr(20_261_122)

const longForm: ChaosPlan = {
  seed,
  mails: { smtp: 400, imap: 300, signed: 150, announced: 150 },
  replies: 200,
  kills: {
    count: 50,
    victims: ['worker', 'worker', 'worker', 'postgres', 'postgres', 'both'],
    maxGapMs: 2_400,
  },
  pace: { lanes: 6, pauseMs: 250 },
  areLeasesWaitedFor: false,
  deadlineMs: 570_000,
}

const shortForm: ChaosPlan = {
  seed,
  mails: { smtp: 40, imap: 30, signed: 16, announced: 16 },
  replies: 20,
  kills: { count: 5, victims: ['worker', 'postgres', 'both'], maxGapMs: 1_500 },
  pace: { lanes: 4, pauseMs: 100 },
  areLeasesWaitedFor: false,
  deadlineMs: 310_000,
}

test('mail by every way and the answers to it survive kills of worker and database: none lost, doubled or misplaced', {
  timeout: isLongForm ? 590_000 : 320_000,
}, async () => {
  const plan = isLongForm ? longForm : shortForm
  const { said, ...result } = await runChaos(plan)
  await reportCounts('chaos', { seed, ...result })
  expect(isFaultless(result), `${JSON.stringify(result, null, 2)}\n${said}`).toBe(true)
  expect(result.workersLost, said).toBe(0)
  expect(result.backAfterMs).toBeLessThan(30_000)
  const { smtp, imap, signed, announced } = plan.mails
  expect(result).toMatchObject({ sent: smtp + imap + signed + announced, replies: plan.replies })
})
