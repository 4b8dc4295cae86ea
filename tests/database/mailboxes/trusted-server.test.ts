import { beforeAll, expect, test } from 'vitest'
import { createMailAuthenticator } from '@/lib/adapters/mail-auth/create-mail-authenticator'
import { keepMail } from '@/lib/ingest/keep-mail'
import { createMailbox } from '@/lib/mailboxes/create-mailbox'
import { CreateMailboxInput, MailboxId, ResumeMailboxInput, UpdateMailboxInput } from '@/lib/mailboxes/inputs'
import { listMailboxes } from '@/lib/mailboxes/list-mailboxes'
import { resumeMailbox } from '@/lib/mailboxes/resume-mailbox'
import { updateMailbox } from '@/lib/mailboxes/update-mailbox'
import { mailText } from '../../support/ingest'
import { database, rig, server, setUpMailboxes, world } from './mailbox-setup'
import { keys, startLoop, until } from './mailbox-world'

/** Whose word on senders counts is set for each mailbox, and for mail that was read from it only. */
const asked: string[] = []

setUpMailboxes()
beforeAll(async () => {
  rig.open(server.port)
  rig.pipeline.ports.authenticator = createMailAuthenticator({
    resolver: async (name) => {
      asked.push(name)
      throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
    },
  })
})

const form = (user: string, trustedServer: string) => ({
  name: user,
  host: 'mail.business.example',
  port: server.port,
  encryption: 'none',
  username: user,
  password: server.password,
  queueId: world.a.queueId,
  isWeakConfirmed: true,
  trustedServer,
})

async function connect(user: string, trustedServer: string) {
  const input = CreateMailboxInput.parse({
    ...form(user, trustedServer),
    address: `${user}@business.example`,
  })
  const { mailboxId } = await createMailbox(world.a.owner, input, { sealingKeys: keys })
  await resumeMailbox(world.a.owner, ResumeMailboxInput.parse({ mailboxId, importDays: 1 }))
  return MailboxId.parse(mailboxId)
}

const verdict = 'Authentication-Results: mx.business.example; dmarc=fail header.from=sender-one.com\n'
const mail = (subject: string) =>
  `${verdict}${mailText({ From: 'ann@sender-one.com', Subject: subject, 'Message-ID': `<${subject}@sender-one.com>` })}`

const verdictOn = async (subject: string) => {
  const [row] = await database.query<{ authentication: string; details: string[] }>(
    `SELECT m.authentication, (SELECT e->'data'->'details' FROM jsonb_array_elements(r.trail::jsonb) e
       WHERE e->>'stage' = 'authenticate') AS details
     FROM message m JOIN raw_mail r ON r.message_id = m.id WHERE m.message_id_header = $1`,
    [`${subject}@sender-one.com`],
  )
  return row
}

test('the verdict of the server that a mailbox names is stored with its message; without a name nobody’s is', async () => {
  const trusting = await connect('trusting', 'MX.Business.example')
  const plain = await connect('plain', '')
  const loop = startLoop(rig, [world.a])
  try {
    await server.deliver('trusting', mail('told'))
    await server.deliver('plain', mail('untold'))
    await until(async () => (await verdictOn('told')) && (await verdictOn('untold')))
  } finally {
    await loop.stop()
  }
  expect(await verdictOn('told')).toMatchObject({
    authentication: 'fail',
    details: ['told by mx.business.example', 'dmarc=fail (sender-one.com)'],
  })
  expect(await verdictOn('untold')).toMatchObject({ authentication: 'none' })
  // Who delivers to an address of ours can write above its mail whatever he likes.
  await keepMail(
    {
      tenantId: world.a.tenantId,
      mailboxId: trusting,
      source: 'smtp',
      recipient: world.a.creationAddress,
      envelopeFrom: 'ann@sender-one.com',
      envelopeTo: [world.a.creationAddress],
      clientIp: '192.0.2.1',
      helo: 'client.example',
      bytes: Buffer.from(mail('delivered')),
      receivedAt: new Date(),
    },
    { blobs: rig.blobs },
  )
  await rig.pipeline.ingest(world.a)
  expect((await verdictOn('delivered'))?.details).not.toContain('told by mx.business.example')
  await updateMailbox(
    world.a.owner,
    UpdateMailboxInput.parse({ ...form('plain', 'mx.business.example'), mailboxId: plain }),
    { sealingKeys: keys },
  )
  const { mailboxes } = await listMailboxes(world.a.owner)
  expect(mailboxes.map(({ name, trustedServer }) => [name, trustedServer])).toEqual([
    ['plain', 'mx.business.example'],
    ['trusting', 'mx.business.example'],
  ])
})

test('a server’s name is a name: nothing else is taken for one', () => {
  for (const odd of ['mx.business.example; x', 'mx business', 'mx\u043e.example', '"mx"']) {
    const input = { ...form('odd', odd), address: 'odd@business.example' }
    expect(CreateMailboxInput.safeParse(input).success).toBe(false)
  }
})
