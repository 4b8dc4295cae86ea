'use client'

import {
  ChevronsUpDown,
  Download,
  File,
  FileArchive,
  FileSpreadsheet,
  FileText,
  Image as ImageIcon,
  Mail,
} from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import type { AttachmentDto } from '@/lib/tickets/types'
import { attachmentPath } from '../ticket/ticket-queries'
import { FoldButton } from '../ui/fold-button'
import { formatSize } from '../ui/format-size'
import { cleanName } from './clean-name'

/** So many files stand open; a mail may have a hundred, and what is said below them must not be pushed away. */
const shownAtFirst = 12

/** The files of a message: pictures drawn, everything by name, kind and size. */
export function AttachmentList({
  tenantSlug,
  attachments,
}: {
  tenantSlug: string
  attachments: AttachmentDto[]
}) {
  const t = useTranslations('message')
  const locale = useLocale()
  const [isWhole, setWhole] = useState(false)
  if (attachments.length === 0) return null
  const shown = isWhole ? attachments : attachments.slice(0, shownAtFirst)
  const further = attachments.length - shownAtFirst
  const pictures = shown.filter((one) => one.isPicture && one.sizeBytes > 0)
  return (
    <div className="mt-2 flex flex-col gap-2">
      <ul className="flex flex-wrap gap-2 empty:hidden">
        {pictures.map((picture) => (
          <Picture key={picture.id} tenantSlug={tenantSlug} picture={picture} />
        ))}
      </ul>
      <ul aria-label={t('files')} className="flex flex-wrap gap-1.5">
        {shown.map((file) => (
          <li key={file.id} className="max-w-full">
            <a
              href={attachmentPath(tenantSlug, file.id)}
              download
              className="group inline-flex h-8 max-w-full items-center gap-2 rounded-control border border-line bg-surface px-2 text-12 hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-muted"
            >
              <FileIcon contentType={file.contentType} />
              <bdi className="min-w-0 truncate">{cleanName(file.fileName)}</bdi>
              <span className="tabular shrink-0 text-ink-muted">{formatSize(file.sizeBytes, locale)}</span>
              <Download aria-hidden />
              <span className="sr-only">{t('download')}</span>
            </a>
          </li>
        ))}
      </ul>
      {further > 0 ? (
        <div className="-ml-1.5">
          <FoldButton
            icon={<ChevronsUpDown aria-hidden />}
            isOpen={isWhole}
            onPress={() => setWhole(!isWhole)}
          >
            {isWhole ? t('fewerFiles') : t('moreFiles', { count: further })}
          </FoldButton>
        </div>
      ) : null}
    </div>
  )
}

/** What is cut off or is no picture at all is a file by its name alone, and no torn frame. */
function Picture({ tenantSlug, picture }: { tenantSlug: string; picture: AttachmentDto }) {
  const t = useTranslations('message')
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return null
  const path = attachmentPath(tenantSlug, picture.id)
  return (
    <li>
      <a
        href={path}
        target="_blank"
        rel="noopener"
        className="block overflow-hidden rounded-control border border-line bg-paper"
      >
        {/* biome-ignore lint/performance/noImgElement: served by us behind the session, size unknown */}
        <img
          src={path}
          alt={t('picture', { name: cleanName(picture.fileName) })}
          loading="lazy"
          // It may have failed before the page was awake to hear of it.
          ref={(drawn) => {
            if (drawn?.complete && drawn.currentSrc && drawn.naturalWidth === 0) setBroken(true)
          }}
          onError={() => setBroken(true)}
          className="h-28 max-w-56 object-cover"
        />
      </a>
    </li>
  )
}

function FileIcon({ contentType }: { contentType: string }) {
  if (contentType.startsWith('image/')) return <ImageIcon aria-hidden />
  if (contentType.startsWith('text/') || contentType === 'application/pdf') return <FileText aria-hidden />
  if (contentType.startsWith('message/')) return <Mail aria-hidden />
  if (/zip|compressed|tar/u.test(contentType)) return <FileArchive aria-hidden />
  if (/sheet|excel|csv/u.test(contentType)) return <FileSpreadsheet aria-hidden />
  return <File aria-hidden />
}
