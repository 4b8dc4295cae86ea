import { expect, test } from 'vitest'
import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { type DeliveryBook, deliverOutboundMail } from '@/lib/outbound/deliver-outbound-mail'
import type { DeliveryOutcome } from '@/lib/outbound/record-outcomes'
import type { ClaimedOutboundMail } from '@/lib/outbound/store'
import type { MailSender, SendEvidence } from '@/lib/outbound/types'
import { systemScope } from '@/lib/tenancy/scope'
import { testEnv } from '../../support/env'

const credentials = { keys: readSealingKeys({ ...testEnv, KEY_FILE: undefined, POSTINO_OLD_SECRETS: [] }) }

const mail: ClaimedOutboundMail = {
  id: newId(),
  kind: 'reply',
  ticketId: newId(),
  ticketNumber: 1,
  channel: {
    id: newId(),
    tenantId: newId(),
    kind: 'system',
    provider: 'other',
    fromAddress: 'support@firm.example',
    host: '',
    port: 0,
    encryption: 'none',
    isCertificateChecked: true,
    pinnedFingerprint: null,
    credentialId: null,
    revision: 1,
    isUsable: true,
    isStopped: false,
  },
  envelopeFrom: 'support@firm.example',
  recipients: [{ address: 'maria@customer.example', state: 'waiting', detail: '' }],
  attempts: 1,
  leaseToken: 1,
  createdAt: new Date(),
  triedSince: null,
  bytes: Buffer.from('Subject: x\r\n\r\nx\r\n'),
  blockedKeys: [],
}

const lost: SendEvidence = {
  outcome: 'connection-lost',
  responseCode: null,
  response: '',
  command: 'DATA',
  sawDataGo: false,
  perRecipient: [],
  providerMessageId: null,
}

/** As the ways out do it: what goes wrong before the data ends the connection, and that is all that is seen. */
const sender: MailSender = {
  send: async (ready) => {
    try {
      await ready.beforeData?.()
    } catch {
      return lost
    }
    return { ...lost, outcome: 'answered', responseCode: 250, sawDataGo: true }
  },
}

async function deliver(dataBegan: DeliveryBook['dataBegan']): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = []
  const book: DeliveryBook = {
    dataBegan,
    settled: async (outcome) => {
      outcomes.push(outcome)
    },
  }
  await deliverOutboundMail(
    systemScope(newId(), 'test'),
    mail,
    { senderFor: () => sender, credentials },
    book,
  )
  return outcomes
}

test('a database that is away before the data is no answer of the server: nothing is recorded, the lease ends', async () => {
  const away = new AppError('database_unavailable', 'away')
  let outcomes: DeliveryOutcome[] = []
  const attempt = async () => {
    outcomes = await deliver(() => Promise.reject(away))
  }
  await expect(attempt()).rejects.toBe(away)
  expect(outcomes).toEqual([])
})

test('a lease that was lost before the data leaves the outcome to whoever has it', async () => {
  expect(await deliver(async () => false)).toEqual([])
})

test('what the server accepted is recorded', async () => {
  expect(await deliver(async () => true)).toMatchObject([{ decision: { state: 'accepted' } }])
})
