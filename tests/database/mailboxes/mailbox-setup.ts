import { afterAll, beforeAll, beforeEach } from 'vitest'
import { testDatabase } from '../../support/database'
import { type Dovecot, startDovecot } from '../../support/dovecot'
import { createWorld, type TenantWorld, type World } from '../../support/world'
import {
  addMailbox,
  createMailboxRig,
  type MailboxRig,
  type MailboxSettings,
  type TestMailbox,
} from './mailbox-world'

/** What a file of tests about mailboxes begins with, once it has called `setUpMailboxes`: there from beforeAll on. */
export const database = testDatabase()
export let world: World
export let server: Dovecot
export let rig: MailboxRig
/** Of the server; no other test of the file has it. */
export let user: string

export function setUpMailboxes(dovecot: Parameters<typeof startDovecot>[0] = {}): void {
  let users = 0
  beforeAll(async () => {
    world = await createWorld(database)
    server = await startDovecot(dovecot)
    rig = await createMailboxRig(database)
  })
  afterAll(async () => {
    await server.stop()
    await rig.pipeline.close()
  })
  beforeEach(() => {
    users += 1
    user = `user${users}`
  })
}

/** The user's mailbox at the server, which takes in all that came this year. */
export const connect = (
  settings: Partial<MailboxSettings> = {},
  tenant: TenantWorld = world.a,
): Promise<TestMailbox> =>
  addMailbox(rig, tenant, {
    ...{ user, port: server.port, password: server.password, cutOffAt: new Date('2026-01-01') },
    ...settings,
  })
