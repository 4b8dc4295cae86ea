import { type TenantSql, withTenantSql } from '@/lib/db/tenant-sql'
import { announce } from '@/lib/live/announce'
import type { TenantScope } from '@/lib/tenancy/scope'
import {
  type ClaimedOutboundMail,
  claimOutboundMails,
  extendLeases,
  listDueMails,
  takeBackOutboundMails,
} from './store'
import { takeTurns } from './take-turns'

const maxMails = 50
/** Claimed together: so many wait for no more than each other. */
const claimSize = 12
/** Short, so that a dead sender is noticed; a living one extends it. */
const leaseMs = 30_000

/** The mails of a tenant whose attempt is due, claimed for this process a few at a time as somebody asks for them. */
export class DueMails {
  readonly #scope: TenantScope
  readonly #only: string[] | null
  readonly #claimed: ClaimedOutboundMail[] = []
  readonly #unsettled = new Set<ClaimedOutboundMail>()
  #listed = 0
  #hasAll = false
  #claiming: Promise<void> | undefined

  constructor(scope: TenantScope, { only = null }: { only?: string[] | null }) {
    this.#scope = scope
    this.#only = only
  }

  /** After it has given the last. */
  get mayHaveMore(): boolean {
    return !this.#hasAll
  }

  /** @returns undefined when there are no more, or when this were too many at once */
  async next(): Promise<ClaimedOutboundMail | undefined> {
    while (this.#claimed.length === 0 && !this.#hasAll && this.#listed < maxMails) {
      this.#claiming ??= this.#claim().finally(() => {
        this.#claiming = undefined
      })
      await this.#claiming
    }
    return this.#claimed.shift()
  }

  done(mail: ClaimedOutboundMail): void {
    this.#unsettled.delete(mail)
  }

  /** Keeps what nobody has settled yet. When that fails, the next write finds the lease gone. */
  extend(): void {
    const mails = [...this.#unsettled]
    if (mails.length === 0) return
    withTenantSql(this.#scope, (db) => extendLeases(db, mails, leaseMs)).catch(() => {})
  }

  async #claim(): Promise<void> {
    // Before a byte leaves, something is committed that brings the claim along.
    const { listed, mails } = await withTenantSql(this.#scope, (db) => this.#take(db), {
      mayBeForgotten: true,
    })
    this.#listed += listed
    this.#hasAll = listed < claimSize
    this.#claimed.push(...mails)
    for (const mail of mails) this.#unsettled.add(mail)
  }

  async #take(db: TenantSql): Promise<{ listed: number; mails: ClaimedOutboundMail[] }> {
    const uncertain = await takeBackOutboundMails(db)
    await announce(
      db,
      uncertain.map((ticket) => ({ kind: 'delivery', ...ticket, change: 'changed' })),
    )
    const due = await listDueMails(db, { limit: claimSize, only: this.#only })
    const ready = await takeTurns(db, due)
    return { listed: due.length, mails: await claimOutboundMails(db, ready, leaseMs) }
  }
}
