import { now } from '@/lib/clock'
import { withTenant } from '@/lib/db/with-tenant'
import { findTokens, type IngestSettings } from '@/lib/ingest/settings'
import { announce } from '@/lib/live/announce'
import { lockOutboundMail, settleOutboundMail } from '@/lib/outbound/settle-store'
import { recordEvents } from '@/lib/outbox/record-events'
import type { TenantScope } from '@/lib/tenancy/scope'
import { systemActor } from '@/lib/tickets/audit'
import { lockTicket, saveTicket } from '@/lib/tickets/store'
import { askForMails, unknownHead } from './ask-for-mails'
import { listNextMails } from './fault-store'
import { type FetchPorts, fetchMail, findRoom, storageFull } from './fetch-mails'
import { fileSent } from './file-sent'
import { putOff, type SettledMail, settleMails } from './ledger-store'
import { type Look, lookAtFolder } from './look-at-folder'
import { isBeforeCutOff, mayStillFindTicket } from './rules'
import { learnIdsOfCopies, listUncertainFoundInSent, readSentAnswers } from './sent-store'
import { holdLease } from './store'
import type { LeasedMailbox, MailHead, MailSession } from './types'

const againAfterMs = 10_000

/**
 * Looks at what agents sent from other programs: an answer to a ticket becomes a reply in it; everything else of that
 * folder is none of our business and is not fetched. Our own mails there prove that a server took them; those that are
 * missing there are put in.
 */
export async function readSent(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  sent: { folder: string; isThorough: boolean },
  ports: FetchPorts & { settings: IngestSettings },
): Promise<void> {
  const look = await lookAtFolder(scope, mailbox, session, { ...sent, isSent: true })
  // One that cannot even be asked for answers nothing we know of.
  const giveUp = (head: MailHead) =>
    withTenant(scope, async (db) => {
      await holdLease(db, mailbox)
      await settleMails(db, look.key, [{ uid: head.uid, outcome: 'unrelated', head: null }])
    })
  for (;;) {
    const uids = await withTenant(scope, (db) => listNextMails(db, look.key))
    if (uids.length === 0) break
    const request = { scope, mailbox, session, key: look.key, heads: uids.map(unknownHead), giveUp }
    const heads = await askForMails(request, () => session.readHeads(uids, { withRecipients: true }))
    const answers = await sortOut(scope, mailbox, look, { uids, heads }, ports.settings)
    if (answers.length > 0 && (await findRoom(mailbox)) <= 0) throw storageFull()
    for (const head of answers) await fetchMail(scope, mailbox, session, look, head, ports, true)
  }
  await settleFoundMails(scope, mailbox)
  await fileSent(scope, mailbox, session, sent.folder)
}

async function sortOut(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  { key, folder }: Look,
  { uids, heads }: { uids: number[]; heads: MailHead[] },
  settings: IngestSettings,
): Promise<MailHead[]> {
  const at = now()
  const found = new Set(heads.map((head) => head.uid))
  const facts = heads.map((head) => ({
    messageId: head.messageId,
    parentIds: head.parentIds,
    markedTickets: findTokens(settings, mailbox.tenantId, head.parentIds),
    answerTickets: findTokens(settings, mailbox.tenantId, head.replyTo),
    recipients: head.recipients,
    sentAt: head.sentAt,
    receivedAt: head.internalDate,
  }))
  return withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    await learnIdsOfCopies(db, facts)
    const answers = await readSentAnswers(db, facts)
    const settled: SettledMail[] = uids
      .filter((uid) => !found.has(uid))
      .map((uid) => ({ uid, outcome: 'gone', head: null }))
    const later: number[] = []
    const wanted: MailHead[] = []
    heads.forEach((head, index) => {
      const answer = answers[index]
      if (answer?.isOurs) settled.push({ uid: head.uid, outcome: 'own-mail', head })
      else if (isBeforeCutOff(head, mailbox.cutOffAt, folder))
        settled.push({ uid: head.uid, outcome: 'before-cut-off', head })
      else if (answer?.isKnown) wanted.push(head)
      else if (mayStillFindTicket(head, at)) later.push(head.uid)
      else settled.push({ uid: head.uid, outcome: 'unrelated', head })
    })
    await settleMails(db, key, settled)
    await putOff(db, key, later, againAfterMs)
    return wanted
  })
}

/** "Sent or not?" has an answer when the mail lies in the Sent folder: it was sent. */
async function settleFoundMails(scope: TenantScope, mailbox: LeasedMailbox): Promise<void> {
  const ids = await withTenant(scope, (db) => listUncertainFoundInSent(db, mailbox.mailboxId))
  for (const outboundMailId of ids) {
    await withTenant(scope, async (db) => {
      const at = now()
      const mail = await lockOutboundMail(db, outboundMailId)
      if (mail?.state !== 'uncertain') return
      await settleOutboundMail(db, mail, 'accepted', at, 'found in the Sent folder')
      const ticket = await lockTicket(db, mail.ticketId)
      const details = { to: mail.recipients.map((one) => one.address).join(', ') }
      await saveTicket(
        db,
        ticket,
        {},
        { actor: systemActor, notes: [{ action: 'mail_confirmed_arrived', details }], at },
      )
      await recordEvents(db, [
        { name: 'outbound/settled', data: { tenantId: scope.tenantId, outboundMailId } },
      ])
      await announce(db, [
        { kind: 'delivery', ticketId: ticket.id, ticketNumber: ticket.number, change: 'changed' },
      ])
    })
  }
}
