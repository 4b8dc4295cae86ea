import { afterEach, expect, test, vi } from 'vitest'
import { getTicket } from '@/lib/tickets/get-ticket'
import { GetTicketInput } from '@/lib/tickets/inputs'
import { mailText } from '../../support/ingest'
import { database, pipeline, setUpIngest, world } from '../../support/ingest-setup'

/** A day with a machine at the other end that answers whatever comes, every ten minutes. */
setUpIngest()
afterEach(() => vi.useRealTimers())

interface OurMail {
  messageId: string
  to: string
}

interface Bot {
  address: string
  /** Its answers have the null sender. */
  isBouncing?: boolean
  /** Its first word, and what it answers to a mail of ours. */
  write: (step: number, ours: OurMail | null) => string
}

const threaded = (ours: OurMail | null): Record<string, string> =>
  ours ? { 'In-Reply-To': `<${ours.messageId}>`, References: `<${ours.messageId}>` } : {}
const re = (ours: OurMail | null) => (ours ? 'Re: your request' : 'A request')

const bots: Record<string, Bot> = {
  'an out-of-office reply that says what it is': {
    address: 'clean@away.example',
    write: (step, ours) =>
      mailText(
        {
          ...{ From: 'clean@away.example', Subject: re(ours), 'Message-ID': `<clean-${step}@away.example>` },
          ...(ours ? { 'Auto-Submitted': 'auto-replied' } : {}),
          ...threaded(ours),
        },
        `Step ${step}: I am away.\n`,
      ),
  },
  'an out-of-office reply that looks like a person': {
    address: 'bare@away.example',
    write: (step, ours) =>
      mailText(
        {
          ...{ From: 'bare@away.example', Subject: re(ours), 'Message-ID': `<bare-${step}@away.example>` },
          ...threaded(ours),
        },
        `Step ${step}: thank you for your message.\n`,
      ),
  },
  'a ticket system that confirms everything as something new': {
    address: 'help@desk.example',
    write: (step) =>
      mailText(
        {
          From: 'help@desk.example',
          Subject: `[#${1_000 + step}] We have your request`,
          'Message-ID': `<desk-${step}@desk.example>`,
        },
        `Your request has the number ${1_000 + step}.\n`,
      ),
  },
  'a server that returns everything': {
    address: 'mario@gone.example',
    isBouncing: true,
    write: (step, ours) =>
      ours
        ? mailText(
            {
              From: 'MAILER-DAEMON@gone.example',
              Subject: 'Undelivered Mail Returned to Sender',
              'Message-ID': `<bounce-${step}@gone.example>`,
              'Content-Type': 'multipart/report; report-type=delivery-status; boundary=b',
            },
            `--b\n\nNo such user.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; gone.example\n\nFinal-Recipient: rfc822; ${ours.to}\nAction: failed\nStatus: 5.1.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <${ours.messageId}>\n--b--\n`,
          )
        : mailText(
            { From: 'mario@gone.example', Subject: 'Hello', 'Message-ID': `<gone-${step}@gone.example>` },
            'A first word.\n',
          ),
  },
  'our own mail that comes back': {
    address: 'self@mirror.example',
    write: (step, ours) =>
      ours
        ? mailText(
            {
              From: world.a.channelAddress,
              To: ours.to,
              Subject: 'Yours',
              'Message-ID': `<${ours.messageId}>`,
            },
            `Step ${step}.\n`,
          )
        : mailText(
            { From: 'self@mirror.example', Subject: 'Hello', 'Message-ID': `<self-${step}@mirror.example>` },
            'A first word.\n',
          ),
  },
}

const steps = 24 * 6
const stepMs = 10 * 60_000

async function automaticMails(address: string): Promise<OurMail[]> {
  return database.query<OurMail & Record<string, unknown>>(
    `SELECT message_id_header AS "messageId", recipients->0->>'address' AS "to" FROM outbound_mail
      WHERE kind = 'confirmation' AND recipients->0->>'address' = $1 ORDER BY created_at, id`,
    [address],
  )
}

async function spendADayWith(bot: Bot): Promise<OurMail[]> {
  vi.useFakeTimers({ toFake: ['Date'] })
  const begin = Date.now()
  let sent: OurMail[] = []
  for (let step = 0; step < steps; step++) {
    vi.setSystemTime(begin + step * stepMs)
    const mail = bot.write(step, sent.at(-1) ?? null)
    await pipeline.deliver(world.a, mail, { from: bot.isBouncing && sent.length > 0 ? '' : bot.address })
    sent = await automaticMails(bot.address)
  }
  return sent
}

test.each(Object.keys(bots))(
  'at most three mails of ours go by themselves in a day to: %s',
  {
    timeout: 240_000,
  },
  async (name) => {
    const bot = bots[name]
    if (!bot) throw new Error(name)
    const { length } = await spendADayWith(bot)
    expect(length, 'its first mail is confirmed').toBeGreaterThan(0)
    expect(length).toBeLessThanOrEqual(3)
  },
)

test('two tenants here never write to each other by themselves', async () => {
  for (let step = 0; step < 6; step++) {
    await pipeline.deliver(
      world.a,
      mailText(
        { From: world.b.creationAddress, Subject: 'Hello', 'Message-ID': `<b-${step}@mirror.example>` },
        `Step ${step}.\n`,
      ),
      { from: world.b.creationAddress },
    )
  }
  expect(await automaticMails(world.b.creationAddress)).toEqual([])
})

test('the fifth ticket alike within an hour names both ends of the loop, and what helps; others do not', async () => {
  const write = async (n: number, subject: string) => {
    await pipeline.deliver(
      world.b,
      mailText(
        { From: 'robot@desk.example', Subject: subject, 'Message-ID': `<robot-${n}@desk.example>` },
        `Number ${n}.\n`,
      ),
      { from: 'robot@desk.example' },
    )
    const [row] = await database.query<{ number: number }>(
      'SELECT t.number FROM message m JOIN ticket t ON t.id = m.ticket_id WHERE m.message_id_header = $1',
      [`robot-${n}@desk.example`],
    )
    const ticket = await getTicket(world.b.agent, GetTicketInput.parse({ number: row?.number }))
    return ticket.entries.flatMap((entry) =>
      entry.kind === 'event' && entry.action === 'loop_stopped' ? [entry.details] : [],
    )
  }
  for (let n = 1; n <= 4; n++) expect(await write(n, `[#${n}] Received`)).toEqual([])
  expect(await write(5, 'Something else')).toEqual([])
  expect(await write(6, '[#6] Received')).toEqual([
    { ours: world.b.channelAddress, theirs: 'robot@desk.example', count: 5 },
  ])
})

test('fifty confirmations an hour go to one domain and no more, however its senders are spread', async () => {
  for (let n = 0; n < 54; n++) {
    const from = `person-${n}@crowd.example`
    const mail = mailText({
      From: from,
      Subject: `Question ${n}`,
      'Message-ID': `<crowd-${n}@crowd.example>`,
    })
    // Two at a time, as they come.
    await pipeline.keep(world.b, mail, { from })
    if (n % 2 === 1) await pipeline.ingest(world.b)
  }
  const [sent] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM outbound_mail
      WHERE kind = 'confirmation' AND recipients->0->>'address' LIKE '%@crowd.example'`,
  )
  expect(sent?.count).toBe(50)
})
