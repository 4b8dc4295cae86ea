'use client'

import { CircleDashed } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { InboxOverview } from '@/lib/tickets/types'
import { Avatar } from '../ui/avatar'
import { HueDot } from '../ui/chip'
import { PaletteDialog, type PaletteItem } from '../ui/palette-dialog'
import { useTicketCommands } from './use-ticket-commands'

export type PickerKind = 'state' | 'assignee' | 'queue'

interface PropertyPickerProps {
  kind: PickerKind
  numbers: number[]
  overview: InboxOverview
  onClose: () => void
}

/** Chooses a state, an assignee or a queue for one ticket or for many, by typing its first letters. */
export function PropertyPicker({ kind, numbers, overview, onClose }: PropertyPickerProps) {
  const t = useTranslations('ticket')
  const commands = useTicketCommands()

  const forEach = async (change: (number: number) => Promise<void>) => {
    onClose()
    for (const number of numbers) await change(number)
  }
  const items: Record<PickerKind, PaletteItem[]> = {
    state: overview.states.map((state) => ({
      id: state.id,
      name: state.name,
      icon: <HueDot hue={state.hue} />,
      run: () => forEach((number) => commands.changeState(number, state)),
    })),
    assignee: [
      {
        id: 'me',
        name: t('assignToMe'),
        icon: <Avatar name={overview.me.name} size="small" />,
        run: () => forEach((number) => commands.assign(number, overview.me)),
      },
      {
        id: 'nobody',
        name: t('nobody'),
        icon: <CircleDashed aria-hidden />,
        run: () => forEach((number) => commands.assign(number, null)),
      },
      ...overview.agents
        .filter((agent) => agent.id !== overview.me.id)
        .map((agent) => ({
          id: agent.id,
          name: agent.name,
          icon: <Avatar name={agent.name} size="small" />,
          run: () => forEach((number) => commands.assign(number, agent)),
        })),
    ],
    queue: overview.queues.map((queue) => ({
      id: queue.id,
      name: queue.name,
      icon: <HueDot hue={queue.hue} />,
      run: () => forEach((number) => commands.move(number, queue)),
    })),
  }
  return (
    <PaletteDialog
      label={t(`picker.${kind}`, { count: numbers.length, number: numbers[0] ?? 0 })}
      placeholder={t(`picker.${kind}`, { count: numbers.length, number: numbers[0] ?? 0 })}
      emptyText={t('picker.nothing')}
      sections={[{ id: kind, name: t(`picker.${kind}Section`), items: items[kind] }]}
      onClose={onClose}
    />
  )
}
