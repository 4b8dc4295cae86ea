import { beforeEach, expect, test } from 'vitest'
import { startCuttingProxy } from '../../support/cutting-proxy'
import { mailText } from '../../support/ingest'
import { connect, rig, server, setUpMailboxes, user, world } from './mailbox-setup'
import { ingestAll, type TestMailbox, visit } from './mailbox-world'

/** A server without MOVE: what is removed from the inbox must lie in the folder of processed mail. */
let mailbox: TestMailbox

setUpMailboxes({ capabilities: 'IMAP4rev1 LITERAL+ IDLE UIDPLUS SPECIAL-USE LIST-EXTENDED' })
beforeEach(async () => {
  mailbox = await connect({ processedFolder: 'Done' })
})

async function process(): Promise<void> {
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)
  await visit(rig, world.a, mailbox)
}

/** Sorted first lines of the mails' texts. */
const texts = (folder: string): Promise<string[]> =>
  server.asPerson(user, async (client) => {
    const opened = await client.mailboxOpen(folder, { readOnly: true }).catch(() => null)
    if (!opened || opened.exists === 0) return []
    const mails = await client.fetchAll('1:*', { source: true })
    return mails.map((mail) => mail.source?.toString().split('\r\n\r\n')[1]?.trim() ?? '').sort()
  })

const receivedAt = new Date('2026-11-20T09:00:00Z')
const deliver = (id: string, text: string, at = receivedAt) =>
  server.deliver(user, mailText({ 'Message-ID': `<${id}>`, Subject: 'Copied' }, `${text}\n`), {
    receivedAt: at,
  })

test.each([
  ['of the same Message-ID', 'same@x.example', 'longer words of an outsider', receivedAt],
  ['of the same Message-ID and size', 'same@x.example', 'xxxxx', new Date('2026-11-20T09:00:01Z')],
  ['whose Message-ID is part of another', 'me@x.example', 'words', receivedAt],
  ['that looks the same in all', 'same@x.example', 'xxxxx', receivedAt],
])('a mail %s is copied before it is removed', async (_, id, text, at) => {
  await deliver('same@x.example', 'first')
  await process()
  expect(await texts('Done')).toEqual(['first'])
  await deliver(id, text, at)
  await process()
  expect(await texts('INBOX')).toEqual([])
  expect(await texts('Done')).toEqual(['first', text].sort())
})

test('of two that look the same, and whose copying was cut off from its answer, each has one copy', async () => {
  const proxy = await startCuttingProxy(server.port)
  mailbox = await connect({ port: proxy.port, processedFolder: 'Done' })
  await deliver('twice@x.example', 'one')
  await deliver('twice@x.example', 'two')
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)
  proxy.rewrite((text) => (/OK \[COPYUID|Copy completed/.test(text) ? null : text))
  await expect(visit(rig, world.a, mailbox)).rejects.toMatchObject({ code: 'mailbox_trouble' })
  expect(await texts('INBOX')).toEqual(['one', 'two'])
  proxy.rewrite(null)
  await visit(rig, world.a, mailbox)
  expect(await texts('INBOX')).toEqual([])
  expect(await texts('Done')).toEqual(['one', 'two'])
  await proxy.close()
})

test('a mail that the server says it did not copy stays', async () => {
  const proxy = await startCuttingProxy(server.port)
  mailbox = await connect({ port: proxy.port, processedFolder: 'Done' })
  await deliver('left@x.example', 'left')
  await deliver('right@x.example', 'right')
  await visit(rig, world.a, mailbox)
  await ingestAll(rig, world.a)
  proxy.rewrite((text) => text.replace(/OK \[COPYUID (\d+) \S+ \S+\]/, 'OK [COPYUID $1 2 1]'))
  await visit(rig, world.a, mailbox)
  expect(await texts('INBOX')).toEqual(['left'])
  await proxy.close()
})
