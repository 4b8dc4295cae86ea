import type { LeftOutDto, RecipientDto, TicketDto } from '@/lib/tickets/types'

type Plan = Extract<TicketDto['replyPlan'], { ok: true }>

export interface OpenPerson extends LeftOutDto {
  isAdded: boolean
}

export interface PlannedRecipients {
  to: RecipientDto[]
  cc: RecipientDto[]
  /** Brought in by a later mail: each gets this reply only when the author says so. */
  open: OpenPerson[]
  /** Named by the mail, and never written to. */
  never: LeftOutDto[]
  /** What is sent as `addCc`: never an address that the mail being answered does not bring in. */
  addCc: string[]
}

/** Who gets the reply once the author's additions count. An addition that no longer applies is left aside. */
export function withAdded(plan: Plan, added: readonly string[]): PlannedRecipients {
  const wanted = new Set(added.map((address) => address.toLowerCase()))
  const open = plan.leftOut
    .filter((one) => one.reason === 'not-yet-part')
    .map((one) => ({ ...one, isAdded: wanted.has(one.address.toLowerCase()) }))
  const letIn = open.filter((one) => one.isAdded)
  return {
    to: plan.to,
    cc: [...plan.cc, ...letIn.map(toCopy)],
    open,
    never: plan.leftOut.filter((one) => one.reason !== 'not-yet-part'),
    addCc: letIn.map((one) => one.address),
  }
}

/** The list with this address, or without it when it was there. */
export function toggled(added: readonly string[], address: string): string[] {
  const isSame = (one: string) => one.toLowerCase() === address.toLowerCase()
  return added.some(isSame) ? added.filter((one) => !isSame(one)) : [...added, address]
}

const toCopy = ({ name, address, place }: LeftOutDto): RecipientDto => ({
  name,
  address,
  reason: place === 'to' ? 'to-of-last' : place === 'reply-to' ? 'reply-to-of-last' : 'cc-of-last',
})
