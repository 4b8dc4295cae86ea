import { expect, test } from 'vitest'
import { ingestSettings } from '@/lib/ingest/settings'
import { replayMail } from '@/lib/inspection/replay-mail'
import { systemScope } from '@/lib/tenancy/scope'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** RFC 5321, 4.5.5: by SMTP the null sender stands in the envelope, and nowhere in the mail. */
setUpIngest()

const notice = {
  From: 'Postmaster <postmaster@gateway.example>',
  Subject: 'Undeliverable: Re: your request',
}
const absence = { From: 'Eva <eva@away.example>', Subject: 'Abwesenheit: Eva' }

const whatBecame = async ({ Subject, From }: typeof notice, from: string) => {
  const id = `<${crypto.randomUUID()}@null.example>`
  const body = 'Our gateway says no more than this.\n'
  await pipeline.deliver(world.a, mailText({ From, Subject, 'Message-ID': id }, body), { from })
  const [mail] = await database.query<{ id: string; outcome: string; kind: string | null }>(
    `SELECT r.id, coalesce(r.reason, r.outcome) AS outcome, m.classification AS kind
     FROM raw_mail r LEFT JOIN message m ON m.id = r.message_id ORDER BY r.received_at DESC, r.id DESC LIMIT 1`,
  )
  if (!mail) throw new Error('nothing was kept')
  return mail
}

test.each([
  ['a notice of a gateway is a bounce', notice, '', { outcome: 'bounce-of-unknown-mail', kind: null }],
  [
    'the same from a person who keeps a server',
    notice,
    'p@gateway.example',
    { outcome: 'create', kind: 'human' },
  ],
  ['a title that people use too is that of a program', absence, '', { outcome: 'create', kind: 'vacation' }],
  ['the same from a person', absence, 'eva@away.example', { outcome: 'create', kind: 'human' }],
])('%s: the envelope tells', async (_, mail, from, expected) => {
  const { id, ...found } = await whatBecame(mail, from)
  expect(found).toEqual(expected)
  const again = await replayMail(
    systemScope(world.a.tenantId, 'test'),
    { rawMailId: id },
    pipeline.ports,
    ingestSettings(),
  )
  expect(again.differences).toEqual([])
})
