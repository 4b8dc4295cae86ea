import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest'
import { pause, record } from './probes'

/** Functions whose steps, sleeps and errors the behaviours look at. Every event carries the test's key `k`. */
export function stepFunctions(client: Inngest): InngestFunction.Any[] {
  return [...sequences(client), ...parallels(client), ...failures(client), ...sleeps(client)]
}

const sequences = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'seq', triggers: [{ event: 't/seq' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      const a = await step.run('a', () => {
        record(k, 'a')
        return 1
      })
      const b = await step.run('b', () => {
        record(k, 'b')
        return { n: a + 1 }
      })
      const c = await step.run('c', () => {
        record(k, 'c')
      })
      record(k, 'done', { a, b, c })
      return { a, b, c }
    },
  ),
  client.createFunction(
    { id: 'seq-plain', triggers: [{ event: 't/seq-plain' }], retries: 0, checkpointing: false },
    async ({ event, step }) => {
      const { k } = event.data
      record(k, 'entry')
      const a = await step.run('a', () => {
        record(k, 'a')
        return 1
      })
      const b = await step.run('b', () => {
        record(k, 'b')
        return { n: a + 1 }
      })
      record(k, 'done', { a, b })
      return 'ended'
    },
  ),
  client.createFunction(
    {
      id: 'buffered',
      triggers: [{ event: 't/buffered' }],
      retries: 0,
      checkpointing: { bufferedSteps: 3 },
    },
    async ({ event, step }) => {
      const { k } = event.data
      let sum = 0
      for (let i = 0; i < 5; i++) {
        sum += await step.run(`s${i}`, () => {
          record(k, 's')
          return i
        })
      }
      record(k, 'done', sum)
    },
  ),
  client.createFunction(
    {
      id: 'max-runtime',
      triggers: [{ event: 't/max-runtime' }],
      retries: 0,
      checkpointing: { maxRuntime: '200ms' },
    },
    async ({ event, step }) => {
      const { k } = event.data
      record(k, 'entry')
      let sum = 0
      for (let i = 0; i < 4; i++) {
        sum += await step.run(`s${i}`, async () => {
          record(k, 's')
          await pause(120)
          return i
        })
      }
      record(k, 'done', sum)
    },
  ),
  client.createFunction(
    { id: 'loop', triggers: [{ event: 't/loop' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      const out: number[] = []
      for (let i = 0; i < 3; i++) {
        const n = await step.run('same', () => {
          record(k, 'same')
          return i
        })
        out.push(n)
      }
      await step.sleep('z', '1s')
      record(k, 'done', out)
    },
  ),
  client.createFunction(
    { id: 'big', triggers: [{ event: 't/big' }], retries: 0 },
    async ({ event, step }) => {
      const a = await step.run('a', () => 'x'.repeat(3_000_000))
      const b = await step.run('b', () => 'y'.repeat(3_000_000))
      await step.sleep('z', '1s')
      record(event.data.k, 'done', [a.length, b.length])
    },
  ),
]

const parallels = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'par', triggers: [{ event: 't/par' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      const parts = await Promise.all(
        [1, 2, 3].map((i) =>
          step.run(`p${i}`, async () => {
            record(k, 'in')
            await pause(200)
            record(k, 'out')
            return i
          }),
        ),
      )
      const sum = await step.run('after', () => {
        record(k, 'after')
        return parts.reduce((a, b) => a + b, 0)
      })
      record(k, 'done', sum)
    },
  ),
  client.createFunction(
    { id: 'chains', triggers: [{ event: 't/chains' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      const chain = async (name: string, sleep: string) => {
        const first = await step.run(`${name}1`, () => {
          record(k, `${name}1`)
          return name
        })
        await step.sleep(`${name}z`, sleep)
        return step.run(`${name}2`, () => {
          record(k, `${name}2`)
          return `${first}!`
        })
      }
      record(k, 'done', await Promise.all([chain('A', '1s'), chain('B', '2s')]))
    },
  ),
  client.createFunction(
    { id: 'par-fail', triggers: [{ event: 't/par-fail' }], retries: 0 },
    async ({ event, step }) => {
      const settled = await Promise.allSettled([
        step.run('good', () => 1),
        step.run('bad', () => {
          throw new Error('bad')
        }),
      ])
      record(
        event.data.k,
        'done',
        settled.map((one) => one.status),
      )
    },
  ),
]

const failures = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'step-retry', triggers: [{ event: 't/step-retry' }], retries: 2 },
    async ({ event, step, attempt }) => {
      const { k } = event.data
      await step.run('before', () => record(k, 'before'))
      const value = await step.run('flaky', () => {
        record(k, 'flaky', attempt)
        if (attempt < 1) throw new RetryAfterError('later', '1s')
        return `ok${attempt}`
      })
      await step.run('after', () => record(k, 'after', attempt))
      record(k, 'done', value)
    },
  ),
  client.createFunction(
    { id: 'resets', triggers: [{ event: 't/resets' }], retries: 1 },
    async ({ event, step, attempt }) => {
      const { k } = event.data
      for (const name of ['one', 'two']) {
        await step.run(name, () => {
          record(k, name, attempt)
          if (attempt === 0) throw new Error('once')
        })
      }
      record(k, 'done')
    },
  ),
  client.createFunction(
    { id: 'exhaust', triggers: [{ event: 't/exhaust' }], retries: 1 },
    async ({ event, step, attempt }) => {
      const { k } = event.data
      let caught: unknown
      try {
        await step.run('bad', () => {
          record(k, 'bad', attempt)
          throw new Error(`bad ${attempt}`)
        })
      } catch (error) {
        caught = error instanceof Error ? error.message : error
      }
      const next = await step.run('next', () => 1)
      record(k, 'done', { caught, next })
    },
  ),
  client.createFunction(
    {
      id: 'fatal',
      triggers: [{ event: 't/fatal' }],
      retries: 3,
      onFailure: ({ event, error }) =>
        record(event.data.event.data.k, 'failed', {
          message: error.message,
          functionId: event.data.function_id,
          hasRun: event.data.run_id !== '',
          name: event.name,
        }),
    },
    async ({ event, step }) => {
      const { k } = event.data
      await step.run('bad', () => {
        record(k, 'bad')
        throw new NonRetriableError('fatal!')
      })
      record(k, 'unreachable')
    },
  ),
  client.createFunction(
    { id: 'typed', triggers: [{ event: 't/typed' }], retries: 0 },
    async ({ event, step }) => {
      try {
        await step.run('bad', () => {
          throw new TypeError('typed', { cause: new Error('inner') })
        })
      } catch (error) {
        const { name, message, cause } = error as Error & { cause?: Error }
        record(event.data.k, 'done', { name, message, cause: cause?.message })
      }
    },
  ),
  client.createFunction(
    { id: 'fn-retry', triggers: [{ event: 't/fn-retry' }], retries: 2 },
    async ({ event, attempt, maxAttempts }) => {
      const { k } = event.data
      record(k, 'try', [attempt, maxAttempts])
      if (attempt < 2) throw new Error('again')
      record(k, 'done', attempt)
    },
  ),
  client.createFunction(
    {
      id: 'fn-exhaust',
      triggers: [{ event: 't/fn-exhaust' }],
      retries: 1,
      onFailure: ({ event, error }) => record(event.data.event.data.k, 'failed', error.message),
    },
    async ({ event, attempt }) => {
      record(event.data.k, 'try', attempt)
      throw new Error(`plain ${attempt}`)
    },
  ),
  client.createFunction(
    {
      id: 'thrown-text',
      triggers: [{ event: 't/thrown-text' }],
      retries: 0,
      onFailure: ({ event, error }) => record(event.data.event.data.k, 'failed', error.message),
    },
    async () => {
      throw 'a text'
    },
  ),
  client.createFunction(
    { id: 'huge', triggers: [{ event: 't/huge' }], retries: 0 },
    async ({ event, step }) => {
      await step.run('huge', () => 'x'.repeat(4 * 1024 * 1024 + 1))
      record(event.data.k, 'done')
    },
  ),
  client.createFunction(
    { id: 'many', triggers: [{ event: 't/many' }], retries: 0 },
    async ({ event, step }) => {
      await Promise.all(Array.from({ length: 1_001 }, (_, i) => step.run(`s${i}`, () => i)))
      record(event.data.k, 'done')
    },
  ),
]

const sleeps = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'sleep', triggers: [{ event: 't/sleep' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      await step.run('before', () => record(k, 'before'))
      await step.sleep('z', '1s')
      await step.run('after', () => record(k, 'after'))
      record(k, 'done')
    },
  ),
  client.createFunction(
    { id: 'sleep-until', triggers: [{ event: 't/sleep-until' }], retries: 0 },
    async ({ event, step }) => {
      record(event.data.k, 'entry')
      await step.sleepUntil('z', new Date(event.data.at))
      record(event.data.k, 'done')
    },
  ),
  client.createFunction(
    { id: 'sleep-long', triggers: [{ event: 't/sleep-long' }], retries: 0 },
    async ({ step }) => {
      await step.sleep('z', '367d')
    },
  ),
]
