import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest'
import { record } from './probes'

/** Functions that fail, in the ways the behaviours look at. */
export const failingFunctions = (client: Inngest): InngestFunction.Any[] => [
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
