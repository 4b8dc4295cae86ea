import type { Inngest, InngestFunction } from 'inngest'
import { pause, record, untilCompany } from './probes'

/** Functions whose steps and sleeps the behaviours look at. Every event carries the test's key `k`. */
export function stepFunctions(client: Inngest): InngestFunction.Any[] {
  return [...sequences(client), ...parallels(client), ...sleeps(client)]
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
            await untilCompany(k)
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
