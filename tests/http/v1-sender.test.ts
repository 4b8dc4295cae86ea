import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database'
import { createWorld, type World } from '../support/world'
import { ask, makeProgram, type Program } from './support/api'

process.env.BLOBS = `disk:${mkdtempSync(path.join(tmpdir(), 'postino-api-sender-'))}`

const database = testDatabase()
let world: World
let program: Program
beforeAll(async () => {
  world = await createWorld(database)
  program = await makeProgram(world.a.owner)
})

const reply = (part: Record<string, unknown>) =>
  ask(program, 'createReply', {
    input: { ticketId: world.a.ticketId, as: world.a.agent.actor.membershipId, text: 'Hello', ...part },
  })

test.each([
  ['from', 'ceo@bank.example'],
  ['fromAddress', 'ceo@bank.example'],
  ['sender', { address: 'ceo@bank.example' }],
  ['replyTo', 'ceo@bank.example'],
  ['headers', { From: 'ceo@bank.example' }],
  ['channelId', 'of the other tenant'],
])('a program cannot say whom a mail is from: `%s` is refused and nothing is sent', async (name, value) => {
  const answer = await reply({ [name]: name === 'channelId' ? world.b.channelId : value })
  expect(answer.status).toBe(400)
  expect(await database.query('SELECT FROM outbound_mail')).toEqual([])
})

test('what is sent is from the tenant’s own channel', async () => {
  expect((await reply({})).status).toBe(201)
  const rows = await database.query<{ envelope_from: string; bytes: Buffer }>(
    'SELECT o.envelope_from, m.bytes FROM outbound_mail o JOIN outbound_mime m ON m.outbound_mail_id = o.id',
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]?.envelope_from).toContain('alpha')
  expect(rows[0]?.bytes.toString()).toMatch(/^From: .*<support@alpha\.test>\r$/m)
})
