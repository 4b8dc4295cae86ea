import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Makes of a function that answers many questions at once one that answers each: what is asked at the same moment, or
 * while an answer is under way, is answered together. Who asks waits for no more than that, and for `waitMs`, in which
 * others may come.
 */
export function together<Question, Answer>(
  answerAll: (questions: Question[]) => Promise<Answer[]>,
  { waitMs = 0 }: { waitMs?: number } = {},
): (question: Question) => Promise<Answer> {
  let waiting: Asked<Question, Answer>[] = []
  let isAnswering = false

  const answer = async () => {
    isAnswering = true
    // Even without a wait: all who go on from the same answer ask their next question before this goes on.
    await (waitMs > 0 ? sleep(waitMs) : Promise.resolve())
    while (waiting.length > 0) {
      const round = waiting
      waiting = []
      await settle(round, answerAll)
    }
    isAnswering = false
  }
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!isAnswering) void answer()
    })
}

interface Asked<Question, Answer> {
  question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

async function settle<Question, Answer>(
  round: Asked<Question, Answer>[],
  answerAll: (questions: Question[]) => Promise<Answer[]>,
): Promise<void> {
  try {
    const answers = await answerAll(round.map(({ question }) => question))
    for (const [index, { resolve, reject }] of round.entries()) {
      if (index in answers) resolve(answers[index] as Answer)
      else reject(new Error('a question without an answer'))
    }
  } catch (error) {
    for (const { reject } of round) reject(error)
  }
}
