'use client'

import { Building2, Link2, Mail, UserRoundCheck, UserRoundX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { TicketDto } from '@/lib/tickets/types'
import { PersonName } from '../mail/person-name'
import { Avatar } from '../ui/avatar'
import { HueChip } from '../ui/chip'
import { Time } from '../ui/time'
import { ticketPath } from './ticket-filter'

interface CustomerPanelProps {
  tenantSlug: string
  ticket: TicketDto
  onOpen: (number: number) => void
}

/** Who is asking, and what else was asked. */
export function CustomerPanel({ tenantSlug, ticket, onOpen }: CustomerPanelProps) {
  const t = useTranslations('customer')
  const { customer } = ticket
  return (
    <section aria-label={t('label')} className="flex flex-col gap-5 p-4 text-13">
      <div className="flex items-center gap-2.5">
        <Avatar name={customer.name || customer.address} />
        <div className="min-w-0">
          <h2 className="truncate font-semibold text-14">
            <PersonName name={customer.name} address={customer.address} />
          </h2>
          <p className="flex items-center gap-1 text-12 text-ink-muted [&_svg]:size-3.5">
            {customer.isRegistered ? <UserRoundCheck aria-hidden /> : <UserRoundX aria-hidden />}
            {customer.isRegistered ? t('registered') : t('unregistered')}
          </p>
        </div>
      </div>
      <ul className="flex flex-col gap-1.5 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted">
        {customer.addresses.map((address) => (
          <li key={address} className="flex items-start gap-2">
            <Mail aria-hidden />
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{address}</bdi>
          </li>
        ))}
        <li className="flex items-start gap-2">
          <Building2 aria-hidden />
          {customer.organization ?? <span className="text-ink-muted">{t('noOrganization')}</span>}
        </li>
      </ul>
      {ticket.links.length > 0 ? (
        <Section title={t('related')}>
          {ticket.links.map((link) => (
            <OtherTicket
              key={link.number}
              tenantSlug={tenantSlug}
              number={link.number}
              subject={link.subject}
              onOpen={onOpen}
            >
              <span className="inline-flex items-center gap-1 text-12 text-ink-muted">
                <Link2 aria-hidden className="size-3.5" />
                {t(`link.${link.kind}`)}
              </span>
            </OtherTicket>
          ))}
        </Section>
      ) : null}
      <Section title={t('otherTickets')}>
        {customer.otherTickets.length === 0 ? (
          <li className="px-2 text-ink-muted">{t('noOtherTickets')}</li>
        ) : (
          customer.otherTickets.map((other) => (
            <OtherTicket
              key={other.number}
              tenantSlug={tenantSlug}
              number={other.number}
              subject={other.subject}
              onOpen={onOpen}
            >
              <HueChip name={other.state.name} hue={other.state.hue} />
              <Time at={other.lastMessageAt} className="tabular text-12 text-ink-muted" />
            </OtherTicket>
          ))
        )}
      </Section>
    </section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 font-medium text-12 text-ink-muted">{title}</h3>
      <ul className="-mx-2 flex flex-col gap-px">{children}</ul>
    </div>
  )
}

interface OtherTicketProps {
  tenantSlug: string
  number: number
  subject: string
  onOpen: (number: number) => void
  children: ReactNode
}

function OtherTicket({ tenantSlug, number, subject, onOpen, children }: OtherTicketProps) {
  const t = useTranslations('inbox')
  return (
    <li>
      <a
        href={ticketPath(tenantSlug, number)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          onOpen(number)
        }}
        className="flex flex-col gap-1 rounded-control px-2 py-1.5 hover:bg-hover"
      >
        <span className="flex min-w-0 gap-1.5">
          <span className="tabular shrink-0 text-ink-muted">#{number}</span>
          <span className="min-w-0 truncate">{subject || t('noSubject')}</span>
        </span>
        <span className="flex items-center gap-2">{children}</span>
      </a>
    </li>
  )
}
