'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { CloudAlert, Download, RotateCw, Route, ShieldCheck, TicketPlus } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { QuarantineItem } from '@/lib/quarantine/types'
import { cleanName } from '../mail/clean-name'
import { rawMailSourcePath } from '../mail/mail-paths'
import { TrailDialog } from '../mail/trail-dialog'
import { useInbox } from '../ticket/inbox-context'
import { quarantineQuery } from '../ticket/ticket-queries'
import { useAnnouncements } from '../ui/announcements'
import { Button, IconButton } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { formatCount } from '../ui/format-count'
import { formatSize } from '../ui/format-size'
import { Skeleton } from '../ui/skeleton'
import { Time } from '../ui/time'

export function QuarantineTable() {
  const t = useTranslations('quarantine')
  const { tenantSlug } = useInbox()
  const list = useInfiniteQuery(quarantineQuery(tenantSlug))
  if (list.isPending) {
    return (
      <div aria-busy className="flex flex-col gap-3 p-6">
        {['a', 'b', 'c'].map((row) => (
          <Skeleton key={row} className="h-10" />
        ))}
      </div>
    )
  }
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isError && items.length === 0) {
    return (
      <EmptyState icon={<CloudAlert />} title={t('loadFailed')}>
        <p className="mb-3">{t('loadFailedHint')}</p>
        <Button onPress={() => list.refetch()}>{t('retry')}</Button>
      </EmptyState>
    )
  }
  if (items.length === 0) {
    return (
      <EmptyState icon={<ShieldCheck />} title={t('empty')}>
        {t('emptyHint')}
      </EmptyState>
    )
  }
  return (
    <>
      <table className="w-full text-left text-13 max-md:block">
        <thead className="max-md:sr-only">
          <tr className="border-line border-b text-12 text-ink-muted [&>th]:px-3 [&>th]:py-2 [&>th]:font-medium [&>th:first-child]:pl-6 [&>th:last-child]:pr-6">
            <th scope="col">{t('reasonColumn')}</th>
            <th scope="col">{t('from')}</th>
            <th scope="col">{t('subject')}</th>
            <th scope="col" className="text-right">
              {t('size')}
            </th>
            <th scope="col" className="text-right">
              {t('received')}
            </th>
            <th scope="col" className="text-right">
              {t('attempts')}
            </th>
            <th scope="col">
              <span className="sr-only">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {items.map((item) => (
            <Row key={item.rawMailId} item={item} />
          ))}
        </tbody>
      </table>
      {list.hasNextPage ? (
        <div className="p-4 text-center">
          <Button isPending={list.isFetchingNextPage} onPress={() => list.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </>
  )
}

function Row({ item }: { item: QuarantineItem }) {
  const t = useTranslations('quarantine')
  const locale = useLocale()
  const reason = `reason.${item.reason}`
  return (
    <tr className="border-line border-b align-top hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:px-4 max-md:py-3 md:[&>td]:px-3 md:[&>td]:py-2.5 md:[&>td:first-child]:pl-6 md:[&>td:last-child]:pr-6">
      <td className="font-medium max-md:w-full">
        {t.has(reason) ? t(reason) : item.reason}
        {item.heldBehind > 0 ? (
          <span className="block font-normal text-12 text-ink-muted">
            {t('heldBehind', { count: item.heldBehind, shown: formatCount(item.heldBehind) })}
          </span>
        ) : null}
      </td>
      <td className="max-w-64 [overflow-wrap:anywhere] lg:min-w-48 max-md:w-full max-md:max-w-none">
        <bdi>{cleanName(item.from) || <span className="text-ink-muted">{t('noSender')}</span>}</bdi>
      </td>
      <td className="max-w-80 text-ink-muted [overflow-wrap:anywhere] lg:min-w-48 max-md:w-full max-md:max-w-none">
        <bdi>{cleanName(item.subject) || t('noSubject')}</bdi>
        {item.recipient ? (
          <span className="block text-12">
            {t('recipient')} <bdi>{item.recipient}</bdi>
          </span>
        ) : null}
      </td>
      <td className="tabular whitespace-nowrap text-right text-ink-muted">
        {formatSize(item.sizeBytes, locale)}
      </td>
      <td className="tabular whitespace-nowrap text-right text-ink-muted">
        <Time at={item.receivedAt} />
      </td>
      <td className="tabular text-right text-ink-muted max-md:hidden">{item.attempts}</td>
      <td className="max-md:w-full max-md:pt-2">
        <RowActions item={item} />
      </td>
    </tr>
  )
}

function RowActions({ item }: { item: QuarantineItem }) {
  const t = useTranslations('quarantine')
  const { tenantSlug } = useInbox()
  const { retry, underWay } = useRetry(item.rawMailId)
  const [isTrailOpen, setTrailOpen] = useState(false)
  return (
    <div className="flex items-center justify-end gap-1 max-md:flex-wrap max-md:justify-start">
      <IconButton
        size="small"
        label={t('why')}
        icon={<Route aria-hidden />}
        onPress={() => setTrailOpen(true)}
      />
      <a
        href={rawMailSourcePath(tenantSlug, item.rawMailId)}
        download
        className="inline-flex h-7 items-center gap-1.5 rounded-control px-2 text-12 text-ink-muted hover:bg-hover hover:text-ink [&_svg]:size-4"
      >
        <Download aria-hidden />
        <span className="max-xl:sr-only">{t('download')}</span>
      </a>
      <Button
        size="small"
        isPending={underWay === 'retry'}
        isDisabled={underWay === 'accept'}
        onPress={() => retry('retry')}
      >
        <RotateCw aria-hidden />
        {underWay === 'retry' ? t('retrying') : t('retry')}
      </Button>
      <Button
        size="small"
        isPending={underWay === 'accept'}
        isDisabled={underWay === 'retry'}
        onPress={() => retry('accept')}
      >
        <TicketPlus aria-hidden />
        {underWay === 'accept' ? t('accepting') : t('accept')}
      </Button>
      {isTrailOpen ? (
        <TrailDialog tenantSlug={tenantSlug} rawMailId={item.rawMailId} onClose={() => setTrailOpen(false)} />
      ) : null}
    </div>
  )
}

function useRetry(rawMailId: string) {
  const t = useTranslations('quarantine')
  const client = useQueryClient()
  const { tenantSlug, actions } = useInbox()
  const { tell } = useAnnouncements()
  const [underWay, setUnderWay] = useState<'retry' | 'accept' | null>(null)
  const retry = async (how: 'retry' | 'accept') => {
    setUnderWay(how)
    const isAccepted = how === 'accept'
    try {
      const result = await actions.retryQuarantinedMail(tenantSlug, { rawMailId, asTicket: isAccepted })
      const done = t(isAccepted ? 'accepted' : 'retried')
      tell(result.ok ? done : t('retryRefused', { message: result.message }))
    } catch {
      tell(t('retryFailed'))
    } finally {
      setUnderWay(null)
      void client.invalidateQueries({ queryKey: quarantineQuery(tenantSlug).queryKey })
      void client.invalidateQueries({ queryKey: overviewQueryKey(tenantSlug) })
    }
  }
  return { retry, underWay }
}

const overviewQueryKey = (tenantSlug: string) => ['overview', tenantSlug] as const
