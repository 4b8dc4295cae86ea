'use client'

import { ArrowLeft, CircleCheck, PanelRight } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { InboxOverview, StateDto, TicketDto } from '@/lib/tickets/types'
import { Avatar } from '../ui/avatar'
import { Button, IconButton } from '../ui/button'
import { Chip, HueChip, HueDot } from '../ui/chip'
import { MenuButton, MenuItem } from '../ui/menu'
import { PriorityMark } from './priority-mark'
import { useTicketCommands } from './use-ticket-commands'

interface TicketHeaderProps {
  ticket: TicketDto
  overview: InboxOverview
  onBack: () => void
  onCustomer: () => void
  isCustomerShown: boolean
}

export const closingState = (states: StateDto[]): StateDto | undefined =>
  states.find((state) => state.phase === 'closing')

export const openingState = (states: StateDto[]): StateDto | undefined =>
  states.find((state) => state.phase === 'opening')

export function TicketHeader({ ticket, overview, onBack, onCustomer, isCustomerShown }: TicketHeaderProps) {
  const t = useTranslations('ticket')
  const commands = useTicketCommands()
  const isClosed = ticket.state.phase === 'closing'
  const otherState = isClosed ? openingState(overview.states) : closingState(overview.states)
  return (
    <header className="shrink-0 border-line border-b px-3 pt-2 pb-2">
      <div className="flex min-h-8 items-start gap-1">
        <span className="lg:hidden">
          <IconButton label={t('back')} shortcut="U" icon={<ArrowLeft aria-hidden />} onPress={onBack} />
        </span>
        <h2 className="min-w-0 grow py-1 pl-2 font-semibold text-16 leading-6 [overflow-wrap:anywhere] max-lg:pl-0">
          <PriorityMark priority={ticket.priority} />
          {ticket.subject || t('noSubject')}{' '}
          <span className="tabular font-normal text-ink-muted">#{ticket.number}</span>
        </h2>
        <IconButton
          label={isCustomerShown ? t('hideCustomer') : t('showCustomer')}
          shortcut="]"
          icon={<PanelRight aria-hidden />}
          onPress={onCustomer}
        />
      </div>
      <div className="flex items-start gap-1 pl-1 max-lg:pl-0">
        <div className="flex min-w-0 grow flex-wrap items-center gap-1">
          <StateMenu ticket={ticket} states={overview.states} />
          <AssigneeMenu ticket={ticket} overview={overview} />
          <QueueMenu ticket={ticket} overview={overview} />
          <AlsoInQueues ticket={ticket} />
        </div>
        {otherState ? (
          <Button
            size="small"
            className="shrink-0"
            onPress={() => commands.changeState(ticket.number, otherState)}
          >
            <CircleCheck aria-hidden />
            <span className="max-sm:sr-only">{isClosed ? t('reopen') : t('close')}</span>
          </Button>
        ) : null}
      </div>
    </header>
  )
}

function PropertyButton({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Button look="quiet" size="small" aria-label={label} className="max-w-48 px-1.5!">
      {children}
    </Button>
  )
}

function StateMenu({ ticket, states }: { ticket: TicketDto; states: StateDto[] }) {
  const t = useTranslations('ticket')
  const commands = useTicketCommands()
  return (
    <MenuButton
      aria-label={t('state')}
      selectionMode="single"
      selectedKeys={[ticket.state.id]}
      onAction={(key) => {
        const state = states.find((one) => one.id === key)
        if (state && state.id !== ticket.state.id) void commands.changeState(ticket.number, state)
      }}
      trigger={
        <PropertyButton label={t('stateIs', { name: ticket.state.name })}>
          <HueChip name={ticket.state.name} hue={ticket.state.hue} />
        </PropertyButton>
      }
    >
      {states.map((state) => (
        <MenuItem key={state.id} id={state.id} icon={<HueDot hue={state.hue} />}>
          {state.name}
        </MenuItem>
      ))}
    </MenuButton>
  )
}

function AssigneeMenu({ ticket, overview }: { ticket: TicketDto; overview: InboxOverview }) {
  const t = useTranslations('ticket')
  const commands = useTicketCommands()
  const name = ticket.assignee?.name ?? t('nobody')
  return (
    <MenuButton
      aria-label={t('assignee')}
      selectionMode="single"
      selectedKeys={[ticket.assignee?.id ?? 'nobody']}
      onAction={(key) => {
        const agent = overview.agents.find((one) => one.id === key) ?? null
        if (agent?.id !== ticket.assignee?.id) void commands.assign(ticket.number, agent)
      }}
      trigger={
        <PropertyButton label={t('assigneeIs', { name })}>
          {ticket.assignee ? (
            <Avatar name={ticket.assignee.name} size="small" />
          ) : (
            <span aria-hidden className="size-4 rounded-full border border-line-strong border-dashed" />
          )}
          <span className="truncate">{name}</span>
        </PropertyButton>
      }
    >
      {[
        <MenuItem key="nobody" id="nobody">
          {t('nobody')}
        </MenuItem>,
        ...overview.agents.map((agent) => (
          <MenuItem key={agent.id} id={agent.id} icon={<Avatar name={agent.name} size="small" />}>
            {agent.name}
          </MenuItem>
        )),
      ]}
    </MenuButton>
  )
}

function QueueMenu({ ticket, overview }: { ticket: TicketDto; overview: InboxOverview }) {
  const t = useTranslations('ticket')
  const commands = useTicketCommands()
  return (
    <MenuButton
      aria-label={t('queue')}
      selectionMode="single"
      selectedKeys={[ticket.queue.id]}
      onAction={(key) => {
        const queue = overview.queues.find((one) => one.id === key)
        const isNew = queue?.id !== ticket.queue.id || ticket.alsoInQueues.length > 0
        if (queue && isNew) void commands.move(ticket.number, queue)
      }}
      trigger={
        <PropertyButton label={t('queueIs', { name: ticket.queue.name })}>
          <HueDot hue={ticket.queue.hue} />
          <span className="truncate">{ticket.queue.name}</span>
        </PropertyButton>
      }
    >
      {overview.queues.map((queue) => (
        <MenuItem key={queue.id} id={queue.id} icon={<HueDot hue={queue.hue} />}>
          {queue.name}
        </MenuItem>
      ))}
    </MenuButton>
  )
}

/** Mails of it came to other queues too, where colleagues see it as well. */
function AlsoInQueues({ ticket: { alsoInQueues } }: { ticket: TicketDto }) {
  const t = useTranslations('ticket')
  const format = useFormatter()
  if (alsoInQueues.length === 0) return null
  return (
    <span className="px-1.5">
      <Chip title={t('alsoInQueuesWhy')}>
        {t('alsoInQueues', { names: format.list(alsoInQueues.map(({ name }) => name)) })}
      </Chip>
    </span>
  )
}
