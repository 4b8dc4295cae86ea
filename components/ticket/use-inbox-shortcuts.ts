'use client'

import type { InboxOverview, TicketView } from '@/lib/tickets/types'
import type { TicketCommand } from './command-menu'
import type { PickerKind } from './property-picker'
import type { TicketFilter } from './ticket-filter'
import { closingState } from './ticket-header'
import type { DraftKind } from './use-draft'
import { useShortcuts } from './use-shortcuts'
import { useSplitMessage } from './use-split-message'
import { useTicketCommands } from './use-ticket-commands'
import type { useTicketList } from './use-ticket-list'

interface InboxKeys {
  overview: InboxOverview
  list: ReturnType<typeof useTicketList>
  openNumber: number | null
  areSingleKeysOn: boolean
  openTicket: (number: number) => void
  back: () => void
  show: (filter: TicketFilter) => void
  goToQuarantine: () => void
  focusRow: (index: number) => void
  focusFilter: () => void
  compose: (kind: DraftKind) => void
  pick: (kind: PickerKind, numbers: number[]) => void
  toggleCustomer: () => void
  showKeys: () => void
  showCommands: () => void
}

/** Shift and x. */
const rangeKey = 'X'
const escapeKey = 'Escape'

/** Keys of the inbox. Commands go to the selected tickets, else to the open one, else to the one under the cursor. */
export function useInboxShortcuts(keys: InboxKeys): { target: number | null; list: TicketCommand[] } {
  const { list, openNumber, overview } = keys
  const commands = useTicketCommands()
  const { split, newestId } = useSplitMessage(openNumber)
  const atCursor = list.items[list.cursorIndex]
  const current = openNumber ?? atCursor?.number ?? null
  const targets = list.selected.size > 0 ? [...list.selected] : current === null ? [] : [current]

  const move = (step: 1 | -1) => {
    const index = Math.min(list.items.length - 1, Math.max(0, list.cursorIndex + step))
    const ticket = list.items[index]
    if (!ticket) return
    list.pointAt(ticket)
    if (openNumber === null) keys.focusRow(index)
    else if (ticket.number !== openNumber) keys.openTicket(ticket.number)
  }
  const close = () => {
    const state = closingState(overview.states)
    if (state) for (const number of targets) void commands.changeState(number, state)
  }
  const assignToMe = () => {
    for (const number of targets) void commands.assign(number, overview.me)
  }
  const compose = (kind: DraftKind) => {
    if (current !== null && openNumber === null) keys.openTicket(current)
    if (current !== null) keys.compose(kind)
  }
  const splitNewest = newestId === null ? undefined : () => void split(newestId)
  const pick = (kind: PickerKind) => () => keys.pick(kind, targets)
  const view = (name: TicketView) => () => keys.show({ view: name })
  const select = (isRange: boolean) => () => {
    if (atCursor) list.select(atCursor, isRange)
  }
  const open = () => {
    if (atCursor) keys.openTicket(atCursor.number)
  }

  useShortcuts(
    {
      j: () => move(1),
      k: () => move(-1),
      o: open,
      x: select(false),
      [rangeKey]: select(true),
      u: keys.back,
      [escapeKey]: list.selected.size > 0 ? list.clearSelection : keys.back,
      r: () => compose('reply'),
      n: () => compose('note'),
      e: close,
      i: assignToMe,
      a: pick('assignee'),
      s: pick('state'),
      q: pick('queue'),
      t: splitNewest,
      ']': keys.toggleCustomer,
      '/': keys.focusFilter,
      '?': keys.showKeys,
      'g o': view('open'),
      'g m': view('mine'),
      'g u': view('unassigned'),
      'g c': view('closed'),
      'g a': view('all'),
      'g q': keys.goToQuarantine,
      'mod+k': keys.showCommands,
    },
    keys.areSingleKeysOn,
  )
  const all: TicketCommand[] = [
    { id: 'reply', run: () => compose('reply') },
    { id: 'note', run: () => compose('note') },
    { id: 'close', run: close },
    { id: 'assign', run: pick('assignee') },
    { id: 'state', run: pick('state') },
    { id: 'queue', run: pick('queue') },
    ...(splitNewest ? [{ id: 'split' as const, run: splitNewest }] : []),
  ]
  return { target: targets.length === 1 ? (targets[0] ?? null) : null, list: targets.length > 0 ? all : [] }
}
