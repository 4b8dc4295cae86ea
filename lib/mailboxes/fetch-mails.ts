import type { BlobStore } from '@/lib/blobs/types'
import { now } from '@/lib/clock'
import { findTenantUsage } from '@/lib/db/system'
import { withTenant } from '@/lib/db/with-tenant'
import { AppError, isAppError } from '@/lib/errors'
import { keepMail } from '@/lib/ingest/keep-mail'
import type { TenantScope } from '@/lib/tenancy/scope'
import { askForMails, type MailRequest, unknownHead } from './ask-for-mails'
import { listNextMails } from './fault-store'
import { listRenumbered, noteHeads, type SettledMail, settleMails } from './ledger-store'
import type { Look } from './look-at-folder'
import { isBeforeCutOff } from './rules'
import { holdLease, recordArrival } from './store'
import { composeStub, type NotFetched } from './stub'
import type { LeasedMailbox, MailHead, MailSession } from './types'

export interface FetchPorts {
  blobs: BlobStore
  /** A larger mail stays in the mailbox; what is known of it goes to quarantine. */
  maxMailBytes: number
  /** Told after each mail that is safe. */
  onKept(): void
}

/**
 * Fetches what was seen in the open folder and not yet kept, oldest first, asking for sizes and dates before any body.
 * Whatever happens on the way, a mail is either kept or still waits.
 *
 * @returns how many were kept
 * @throws AppError `mailbox_trouble` (`storage-full` before anything is downloaded that the tenant has no room for)
 */
export async function fetchMails(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  look: Look,
  ports: FetchPorts,
): Promise<number> {
  const { key } = look
  const giveUp = (head: MailHead) => keep(mailbox, look, head, 'not-fetched', ports, false)
  let kept = 0
  for (;;) {
    const uids = await withTenant(scope, (db) => listNextMails(db, key))
    if (uids.length === 0) return kept
    const request = { scope, mailbox, session, key, heads: uids.map(unknownHead), giveUp }
    const [space, heads] = await Promise.all([
      findRoom(mailbox),
      askForMails(request, () => session.readHeads(uids)),
    ])
    let room = space
    const wanted = await sortOut(scope, mailbox, look, uids, heads)
    for (const head of wanted) {
      if (room <= 0) throw storageFull()
      room -= head.sizeBytes
      if (await fetchMail(scope, mailbox, session, look, head, ports, false)) kept += 1
    }
  }
}

/** What the tenant may still store. The same line is drawn for mail that comes by SMTP. */
export async function findRoom({ tenantId }: LeasedMailbox): Promise<number> {
  const usage = await findTenantUsage(tenantId)
  return usage ? Number(usage.storageQuotaBytes - usage.storedBytes) : 0
}

export const storageFull = (): AppError =>
  new AppError('mailbox_trouble', 'the tenant has no room', {
    details: { state: 'storage-full', isGreeted: true },
  })

/** Leaves what needs no fetching: gone, older than the cut-off, known under another number. */
async function sortOut(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  { key, folder }: Look,
  uids: readonly number[],
  heads: readonly MailHead[],
): Promise<MailHead[]> {
  const found = new Set(heads.map((head) => head.uid))
  const isOld = (head: MailHead) => isBeforeCutOff(head, mailbox.cutOffAt, folder)
  return withTenant(scope, async (db) => {
    await holdLease(db, mailbox)
    const renumbered = new Set(folder.isKnownUnderOtherNumbers ? await listRenumbered(db, key, heads) : [])
    const settled: SettledMail[] = [
      ...uids.filter((uid) => !found.has(uid)).map((uid) => ({ uid, outcome: 'gone' as const, head: null })),
      ...heads.flatMap((head): SettledMail[] => {
        if (renumbered.has(head.uid)) return [{ uid: head.uid, outcome: 'renumbered', head }]
        return isOld(head) ? [{ uid: head.uid, outcome: 'before-cut-off', head }] : []
      }),
    ]
    await settleMails(db, key, settled)
    const left = new Set(settled.map((one) => one.uid))
    const wanted = heads.filter((head) => !left.has(head.uid)).sort((a, b) => a.uid - b.uid)
    await noteHeads(db, key, wanted)
    return wanted
  })
}

/** One mail into safety. False when it was gone. */
export async function fetchMail(
  scope: TenantScope,
  mailbox: LeasedMailbox,
  session: MailSession,
  look: Look,
  head: MailHead,
  ports: FetchPorts,
  isSentCopy: boolean,
): Promise<boolean> {
  const { key } = look
  const giveUp = () => keep(mailbox, look, head, 'not-fetched', ports, isSentCopy)
  const bytes = await downloadUpTo(
    { scope, mailbox, session, key, heads: [head], giveUp },
    head,
    ports.maxMailBytes,
  )
  if (bytes === null) {
    await withTenant(scope, async (db) => {
      await holdLease(db, mailbox)
      await settleMails(db, key, [{ uid: head.uid, outcome: 'gone', head }])
    })
    return false
  }
  await keep(mailbox, look, head, bytes, ports, isSentCopy)
  ports.onKept()
  const at = now()
  const lagMs = head.internalDate === null ? null : Math.max(0, at.getTime() - head.internalDate.getTime())
  await withTenant(scope, (db) => recordArrival(db, mailbox, { at, lagMs }))
  return true
}

/** The mail's bytes, or in their place a word why it stays where it is: then it is held for somebody to look at. */
async function keep(
  mailbox: LeasedMailbox,
  { key }: Look,
  head: MailHead,
  bytes: Uint8Array | NotFetched,
  ports: FetchPorts,
  isSentCopy: boolean,
): Promise<void> {
  const isStub = typeof bytes === 'string'
  await keepMail(
    {
      tenantId: mailbox.tenantId,
      mailboxId: mailbox.mailboxId,
      source: 'imap',
      recipient: mailbox.address.toLowerCase(),
      envelopeFrom: '',
      envelopeTo: [mailbox.address.toLowerCase()],
      clientIp: '',
      helo: '',
      bytes: isStub ? composeStub(mailbox, key, head, bytes) : bytes,
      receivedAt: head.internalDate ?? now(),
      place: {
        leaseToken: mailbox.leaseToken,
        epoch: key.epoch,
        folder: key.folder,
        uidValidity: key.uidValidity,
        uid: head.uid,
        isSentCopy,
      },
      ...(isStub && {
        held: {
          reason: bytes,
          subject: head.subject.slice(0, 998),
          fromAddress: head.from?.address ?? '',
        },
      }),
    },
    ports,
  )
}

/** The size a server tells is asked before the body, and not believed after. */
async function downloadUpTo(
  request: MailRequest,
  head: MailHead,
  maxBytes: number,
): Promise<Uint8Array | 'too-large' | null> {
  if (head.sizeBytes > maxBytes) return 'too-large'
  try {
    return await askForMails(request, () => request.session.download(head.uid, maxBytes))
  } catch (error) {
    if (isAppError(error, 'too_large')) return 'too-large'
    throw error
  }
}
