'use client'

import { CircleCheckBig, CloudAlert, SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Ref } from 'react'
import type { InboxOverview } from '@/lib/tickets/types'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { BulkBar } from './bulk-bar'
import { ListSkeleton } from './inbox-skeleton'
import { ListToolbar } from './list-toolbar'
import { useDensity } from './preferences'
import type { PickerKind } from './property-picker'
import type { TicketFilter } from './ticket-filter'
import { TicketList } from './ticket-list'
import type { useTicketList } from './use-ticket-list'

interface ListPaneProps {
  tenantSlug: string
  overview: InboxOverview
  filter: TicketFilter
  list: ReturnType<typeof useTicketList>
  openNumber: number | null
  subjectField: Ref<HTMLInputElement>
  onFilter: (filter: TicketFilter) => void
  onOpen: (number: number) => void
  onPlaces: () => void
  onPick: (kind: PickerKind) => void
}

export function ListPane(props: ListPaneProps) {
  const { overview, filter, list } = props
  const t = useTranslations('inbox')
  const queue = overview.queues.find((one) => one.id === filter.queueId)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ListToolbar
        title={queue ? queue.name : t(`views.${filter.view}`)}
        filter={filter}
        states={overview.states}
        onFilter={props.onFilter}
        onPlaces={props.onPlaces}
        subjectField={props.subjectField}
      />
      {list.selected.size > 0 ? (
        <BulkBar count={list.selected.size} onPick={props.onPick} onClear={list.clearSelection} />
      ) : null}
      <ListBody {...props} />
    </div>
  )
}

function ListBody({ tenantSlug, filter, list, openNumber, onFilter, onOpen }: ListPaneProps) {
  const t = useTranslations('inbox')
  const [density] = useDensity()
  if (list.list.isPending) return <ListSkeleton />
  if (list.list.isError && list.items.length === 0) {
    return (
      <EmptyState icon={<CloudAlert />} title={t('loadFailed')}>
        <p className="mb-3">{t('loadFailedHint')}</p>
        <Button onPress={() => list.list.refetch()}>{t('tryAgain')}</Button>
      </EmptyState>
    )
  }
  if (list.items.length === 0) {
    return filter.subject || filter.stateId ? (
      <EmptyState icon={<SearchX />} title={t('empty.filtered')}>
        <p className="mb-3">{t('empty.filteredHint')}</p>
        <Button onPress={() => onFilter({ view: filter.view, queueId: filter.queueId })}>
          {t('clearFilter')}
        </Button>
      </EmptyState>
    ) : (
      <EmptyState icon={<CircleCheckBig />} title={t(`empty.${filter.view}`)}>
        {t(`emptyHint.${filter.view}`)}
      </EmptyState>
    )
  }
  return (
    <>
      <TicketList
        tenantSlug={tenantSlug}
        filter={filter}
        items={list.items}
        density={density}
        openNumber={openNumber}
        cursorIndex={list.cursorIndex}
        selected={list.selected}
        hasMore={list.list.hasNextPage && !list.list.isFetchingNextPage && !list.list.isFetchNextPageError}
        onMore={() => void list.list.fetchNextPage()}
        onOpen={(ticket) => {
          list.pointAt(ticket)
          onOpen(ticket.number)
        }}
        onSelect={list.select}
        onPointAt={list.prefetch}
      />
      {list.list.isFetchNextPageError ? (
        <p className="flex items-center justify-between gap-2 border-line border-t px-3 py-2 text-12 text-status-danger">
          {t('moreFailed')}
          <Button size="small" onPress={() => list.list.fetchNextPage()}>
            {t('tryAgain')}
          </Button>
        </p>
      ) : null}
    </>
  )
}
