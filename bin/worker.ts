import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { startExecutor } from '@/inngest/start-executor'
import { startSmtpReceiver } from '@/lib/adapters/smtp-in/start-smtp-receiver'
import { now } from '@/lib/clock'
import { databaseUrl, type Env, getEnv } from '@/lib/env'
import { findRecipient } from '@/lib/ingest/find-recipient'
import { ingestStoredMails } from '@/lib/ingest/ingest-stored-mails'
import { keepMail } from '@/lib/ingest/keep-mail'
import { createKick, type Kick } from '@/lib/ingest/kick'
import { ingestSettings } from '@/lib/ingest/settings'
import { log } from '@/lib/log'
import { systemScope } from '@/lib/tenancy/scope'
import { createWiring, type Wiring } from '@/lib/wiring'
import { startAlarms } from '@/lib/working/alarms'
import { startBlobWatch } from '@/lib/working/blob-watch'
import { startDeliveries } from '@/lib/working/deliveries'
import { startHeartbeat } from '@/lib/working/heartbeat'
import { startHeldMail } from '@/lib/working/held-mail'
import { startInboundFetch } from '@/lib/working/inbound-fetch'
import { startMailboxes } from '@/lib/working/mailboxes'
import { startPostOfficeIfDemo } from '@/lib/working/post-office'
import { startRelay } from '@/lib/working/relay'
import { startSweep } from '@/lib/working/sweep'

/** The worker: takes mail in, runs the functions, relays facts, and looks for what no event announced. */
const stopGraceMs = 15_000

async function main(): Promise<void> {
  const env = getEnv()
  const workerId = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
  const wiring = await createWiring(env)
  const executor = await startExecutor(env, wiring, workerId)
  const kick = createIngestKick(wiring)
  const relay = startRelay(databaseUrl(env, 'system'), executor.send)
  const smtp = await startReceiver(env, wiring, kick)
  const postOffice = await startPostOfficeIfDemo(env)
  const mailboxes = startMailboxes({ workerId, wiring, onKept: kick })
  const inbound = startInboundFetch(env, { blobs: wiring.blobs, egress: wiring.egress, onKept: kick })
  const sweep = startSweep({ kick })
  const heldMail = startHeldMail({ kick })
  const deliveries = startDeliveries(wiring.outbound)
  const blobs = startBlobWatch(wiring.blobs)
  const alarms = startAlarms({ ...wiring.alarms, isStorageWell: blobs.isWell })
  const heartbeat = startHeartbeat(workerId, async () => ({
    smtp: smtp.isListening(),
    executor: await executor.isWell(),
    blobs: blobs.isWell(),
    relay: relay.isConnected(),
  }))
  log().info({ workerId, smtpPort: smtp.port }, 'worker ready')

  await untilToldToStop()
  await heartbeat.stop()
  blobs.stop()
  await Promise.all([
    smtp.close(),
    mailboxes.stop(),
    postOffice?.close(),
    inbound.stop(),
    sweep.stop(),
    heldMail.stop(),
    deliveries.stop(),
    alarms.stop(),
    relay.stop(),
  ])
  await kick.idle()
  await executor.stop(stopGraceMs)
  await wiring.close()
}

function createIngestKick(wiring: Wiring): Kick {
  return createKick(
    (tenantId) => ingestStoredMails(systemScope(tenantId, 'ingest'), wiring.ingest, ingestSettings(), now),
    (tenantId, error) =>
      log().error({ tenantId, err: error }, 'ingest stopped; the sweep will start it again'),
  )
}

async function startReceiver(env: Env, wiring: Wiring, kick: Kick) {
  const { SMTP_TLS_CERT, SMTP_TLS_KEY } = env
  return startSmtpReceiver({
    host: env.SMTP_HOST,
    port: env.SMTP_PORT,
    hostname: env.MAIL_HOSTNAME,
    certificate:
      SMTP_TLS_CERT && SMTP_TLS_KEY
        ? { cert: await readFile(SMTP_TLS_CERT, 'utf8'), key: await readFile(SMTP_TLS_KEY, 'utf8') }
        : null,
    findRecipient,
    keep: async (delivery) => {
      await keepMail({ ...delivery, source: 'smtp' }, wiring)
      kick(delivery.tenantId)
    },
    onTrouble: ({ event, error, clientIp }) =>
      log().warn({ event, err: error, clientIp }, 'mail was put off'),
  })
}

const untilToldToStop = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve())
  })

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The worker stopped: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  },
)
