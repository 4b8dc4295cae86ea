import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { query, startCluster, type TestCluster } from './support/cluster'

let cluster: TestCluster
let connectionString: string

beforeAll(async () => {
  cluster = await startCluster()
  connectionString = await cluster.createDatabase()
  await query(
    connectionString,
    "INSERT INTO executor.functions (id, config, limits) VALUES ('f', '{}', '{1}')",
  )
  await query(connectionString, "INSERT INTO executor.slots (key, used) VALUES ('k', 0)")
  await query(
    connectionString,
    "INSERT INTO executor.runs (id, function_id, event_ids, events, lane, slots) VALUES ('r', 'f', '{}', '[]', 'l', '{k}')",
  )
})

afterAll(() => cluster.end())

const insertJob = (state: string) =>
  query(
    connectionString,
    `INSERT INTO executor.jobs (run_id, step_id, kind, state, function_id, slots, lane, vtime, blocked_on)
     VALUES ('r', 'step', 'call', $1, 'f', '{k}', 'l', 1, CASE $1 WHEN 'parked' THEN 'k' END)
     ON CONFLICT (run_id, step_id) DO UPDATE SET state = excluded.state, blocked_on = excluded.blocked_on`,
    [state],
  )
const stateOf = async () =>
  (await query<{ state: string }>(connectionString, 'SELECT state FROM executor.jobs'))[0]?.state

// Seen when workers were killed in a row: a running job made ready again ran twice and never freed its slot.
test('looking for stranded jobs leaves alone one that another worker is just taking', async () => {
  await insertJob('parked')
  const taking = new pg.Client({ connectionString })
  await taking.connect()
  await taking.query('BEGIN')
  await taking.query("UPDATE executor.jobs SET state = 'running', blocked_on = NULL, worker = 'w'")
  const looking = query(connectionString, 'SELECT executor.unpark_stranded()')
  await new Promise((resolve) => setTimeout(resolve, 200))
  await taking.query('COMMIT')
  await taking.end()
  await looking
  expect(await stateOf()).toBe('running')
})

test('a parked job whose key has room comes back', async () => {
  await insertJob('parked')
  await query(connectionString, 'SELECT executor.unpark_stranded()')
  expect(await stateOf()).toBe('ready')
})

test('a slot that is counted wrong is corrected by what runs, and an unused one is forgotten', async () => {
  await insertJob('running')
  await query(connectionString, "UPDATE executor.slots SET used = 7 WHERE key = 'k'")
  await query(connectionString, "INSERT INTO executor.slots (key, used) VALUES ('unused', 0)")
  expect(await query(connectionString, 'SELECT executor.tidy_slots(100) AS wrong')).toEqual([{ wrong: 1 }])
  expect(await query(connectionString, 'SELECT key, used FROM executor.slots')).toEqual([
    { key: 'k', used: 1 },
  ])
})

test('a job held by a worker that is not there goes back and frees its slot', async () => {
  await insertJob('running')
  await query(connectionString, "UPDATE executor.jobs SET worker = 'left'")
  expect(await query(connectionString, "SELECT executor.reap('1 minute') AS back")).toEqual([{ back: 1 }])
  expect(await stateOf()).toBe('ready')
  expect(await query(connectionString, 'SELECT used FROM executor.slots')).toEqual([{ used: 0 }])
})
