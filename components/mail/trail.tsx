import { Download, Link2 } from 'lucide-react'
import { useFormatter, useLocale, useTranslations } from 'next-intl'
import type { TrailDto, TrailEntry } from '@/lib/tickets/types'
import { formatSize } from '../ui/format-size'
import { mailPagePath, rawMailSourcePath } from './mail-paths'

/** Every step a mail took, in the order it took them, and the mail as it came. */
export function Trail({ trail, tenantSlug }: { trail: TrailDto; tenantSlug: string }) {
  const t = useTranslations('trail')
  const locale = useLocale()
  const format = useFormatter()
  const received = format.dateTime(new Date(trail.receivedAt), { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <div className="flex flex-col gap-4 text-13">
      <p className="text-ink-muted">
        {t('arrived', {
          time: received,
          recipient: trail.recipient,
          size: formatSize(trail.sizeBytes, locale),
        })}
      </p>
      <ol className="flex flex-col">
        {trail.entries.map((entry, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a trail never changes its order
            key={index}
            className="relative flex gap-3 pb-3 pl-5 before:absolute before:top-2 before:left-1 before:size-2 before:rounded-full before:bg-accent-text after:absolute after:top-4 after:bottom-0 after:left-[7.5px] after:w-px after:bg-line-strong last:after:hidden"
          >
            <span className="w-28 shrink-0 text-12 text-ink-muted leading-5">
              {t(`stage.${entry.stage}`)}
            </span>
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              <TrailText entry={entry} />
            </span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3 border-line border-t pt-3 text-12 text-ink-muted">
        <a
          href={rawMailSourcePath(tenantSlug, trail.rawMailId)}
          download
          className="inline-flex items-center gap-1.5 text-accent-text hover:underline [&_svg]:size-3.5"
        >
          <Download aria-hidden />
          {t('download')}
        </a>
        <a
          href={mailPagePath(tenantSlug, trail.rawMailId)}
          className="inline-flex items-center gap-1.5 text-accent-text hover:underline [&_svg]:size-3.5"
        >
          <Link2 aria-hidden />
          {t('permalink')}
        </a>
        <span className="font-mono [overflow-wrap:anywhere]">SHA-256 {trail.sha256.slice(0, 16)}…</span>
      </div>
    </div>
  )
}

/** The sentence of a code, else the one of its stage; a code without one is shown with its data, so that nothing is hidden. */
function TrailText({ entry }: { entry: TrailEntry }) {
  const t = useTranslations('trail')
  const key = [entry.code, 'any'].map((code) => `code.${entry.stage}.${code}`).find((one) => t.has(one))
  const inWords = (value: string | number | boolean | null): string =>
    t.has(`reason.${value}`) ? t(`reason.${value}`) : String(value ?? '—')
  const data = Object.entries(entry.data).filter(([, value]) => value !== null && value !== '')
  if (key !== undefined) {
    const values = Object.fromEntries(
      Object.entries({ ...entry.data, code: entry.code }).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(inWords).join(', ') : inWords(value),
      ]),
    )
    return <>{t(key, values)}</>
  }
  return (
    <>
      {entry.code}
      {data.length > 0 ? (
        <dl className="mt-0.5 flex flex-wrap gap-x-4 text-12 text-ink-muted">
          {data.map(([name, value]) => (
            <div key={name} className="flex gap-1">
              <dt>{name}:</dt>
              <dd>{Array.isArray(value) ? value.join(', ') : String(value)}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </>
  )
}
