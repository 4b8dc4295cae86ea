import type { Inngest, InngestFunction } from 'inngest'
import { pause, record, untilCompany } from './probes'

/** Functions whose triggers and flow control the behaviours look at. */
export function flowFunctions(client: Inngest): InngestFunction.Any[] {
  return [...triggered(client), ...cancelled(client), ...gathered(client), ...limited(client)]
}

const triggered = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'fan', triggers: [{ event: 't/fan' }], retries: 0 },
    async ({ event, step }) => {
      const { k } = event.data
      const sent = await step.sendEvent(
        'send',
        [1, 2, 3].map((i) => ({ name: 't/fanned', data: { k, i } })),
      )
      await step.sleep('z', '1s')
      record(k, 'done', sent.ids.length)
    },
  ),
  client.createFunction({ id: 'fanned', triggers: [{ event: 't/fanned' }], retries: 0 }, ({ event }) =>
    record(event.data.k, 'fanned', event.data.i),
  ),
  client.createFunction(
    { id: 'two-names', triggers: [{ event: 't/one' }, { event: 't/two' }], retries: 0 },
    ({ event }) => record(event.data.k, 'run', event.name),
  ),
  client.createFunction(
    { id: 'if', triggers: [{ event: 't/if', if: 'event.data.n > 5' }], retries: 0 },
    ({ event }) => record(event.data.k, 'run', event.data.n),
  ),
  client.createFunction({ id: 'wild', triggers: [{ event: 't/wild.*' }], retries: 0 }, ({ event }) =>
    record(event.data.k, 'run', event.name),
  ),
  client.createFunction({ id: 'future', triggers: [{ event: 't/future' }], retries: 0 }, ({ event }) =>
    record(event.data.k, 'run'),
  ),
  client.createFunction(
    {
      id: 'on-finished',
      triggers: [{ event: 'inngest/function.finished', if: "event.data.function_id == 'app-seq'" }],
      retries: 0,
    },
    ({ event }) =>
      record(event.data.event.data.k, 'finished', {
        result: event.data.result,
        keys: Object.keys(event.data).sort(),
      }),
  ),
  client.createFunction({ id: 'cron', triggers: [{ cron: '0 0 1 1 *' }], retries: 0 }, ({ event }) =>
    record('cron', 'run', { name: event.name, data: event.data }),
  ),
]

/** Long enough for a cancelling event to come in time on a machine that has much else to do. */
const CANCELLABLE_FOR = '4s'

const cancelled = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    {
      id: 'cancellable',
      triggers: [{ event: 't/cancellable' }],
      retries: 0,
      cancelOn: [{ event: 't/cancel', match: 'data.k' }],
    },
    async ({ event, step, runId }) => {
      const { k } = event.data
      await step.run('start', () => record(k, 'start', runId))
      await step.sleep('z', CANCELLABLE_FOR)
      await step.run('late', () => record(k, 'late'))
    },
  ),
  client.createFunction(
    {
      id: 'cancellable-if',
      triggers: [{ event: 't/cancellable-if' }],
      retries: 0,
      cancelOn: [
        { event: 't/cancel-if', if: 'async.data.k == event.data.k && async.data.n >= event.data.n' },
      ],
    },
    async ({ event, step, runId }) => {
      await step.run('start', () => record(event.data.k, 'start', runId))
      await step.sleep('z', CANCELLABLE_FOR)
      record(event.data.k, 'late')
    },
  ),
  client.createFunction(
    {
      id: 'on-cancelled',
      triggers: [{ event: 'inngest/function.cancelled', if: "event.data.function_id == 'app-cancellable'" }],
      retries: 0,
    },
    ({ event }) => record(event.data.event.data.k, 'cancelled', event.data.function_id),
  ),
]

const gathered = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    { id: 'idem', triggers: [{ event: 't/idem' }], retries: 0, idempotency: 'event.data.k' },
    ({ event }) => record(event.data.k, 'run', event.data.n),
  ),
  client.createFunction(
    {
      id: 'batch',
      triggers: [{ event: 't/batch' }],
      retries: 0,
      batchEvents: { maxSize: 3, timeout: '1s', key: 'event.data.k' },
    },
    ({ events }) =>
      record(
        events[0].data.k,
        'batch',
        events.map((event: { data: { n: number } }) => event.data.n),
      ),
  ),
  client.createFunction(
    {
      id: 'batch-full',
      triggers: [{ event: 't/batch-full' }],
      retries: 0,
      batchEvents: { maxSize: 3, timeout: '60s', key: 'event.data.k' },
    },
    ({ events }) =>
      record(
        events[0].data.k,
        'batch',
        events.map((event: { data: { n: number } }) => event.data.n),
      ),
  ),
  client.createFunction(
    {
      id: 'debounce',
      triggers: [{ event: 't/debounce' }],
      retries: 0,
      debounce: { period: '2s', key: 'event.data.k' },
    },
    ({ event }) => record(event.data.k, 'run', event.data.n),
  ),
]

const limited = (client: Inngest): InngestFunction.Any[] => [
  client.createFunction(
    {
      id: 'one-each',
      triggers: [{ event: 't/one-each' }],
      retries: 0,
      concurrency: { limit: 1, key: 'event.data.k' },
    },
    async ({ event, step }) => {
      const { k, n } = event.data
      await step.run('work', async () => {
        record(k, 'in', n)
        await pause(80)
        record(k, 'out', n)
      })
    },
  ),
  client.createFunction(
    { id: 'two-at-once', triggers: [{ event: 't/two-at-once' }], retries: 0, concurrency: 2 },
    async ({ event, step }) => {
      await step.run('work', async () => {
        record(event.data.k, 'in')
        await untilCompany(event.data.k)
        await pause(100)
        record(event.data.k, 'out')
      })
    },
  ),
  client.createFunction(
    {
      id: 'frees',
      triggers: [{ event: 't/frees' }],
      retries: 0,
      concurrency: { limit: 1, key: 'event.data.k' },
    },
    async ({ event, step }) => {
      await step.run('work', () => record(event.data.k, 'in'))
      await step.sleep('z', '60s')
      record(event.data.k, 'end')
    },
  ),
  client.createFunction(
    {
      id: 'two-keys',
      triggers: [{ event: 't/two-keys' }],
      retries: 0,
      concurrency: [
        { limit: 3, key: 'event.data.k' },
        { limit: 1, key: 'event.data.k + "/" + event.data.part' },
      ],
    },
    async ({ event, step }) => {
      const { k, part } = event.data
      await step.run('work', async () => {
        record(k, 'in')
        record(`${k}/${part}`, 'in')
        await untilCompany(k)
        await pause(60)
        record(`${k}/${part}`, 'out')
        record(k, 'out')
      })
    },
  ),
]
