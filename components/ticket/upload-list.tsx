'use client'

import { CircleAlert, Paperclip, X } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { formatSize } from '../ui/format-size'
import type { Upload } from './use-uploads'

export function UploadList({ uploads, onRemove }: { uploads: Upload[]; onRemove: (id: number) => void }) {
  const t = useTranslations('composer')
  const locale = useLocale()
  if (uploads.length === 0) return null
  return (
    <ul aria-label={t('files')} className="mt-2 flex flex-wrap gap-1.5">
      {uploads.map((upload) => (
        <li
          key={upload.id}
          className="relative inline-flex h-8 max-w-full items-center gap-2 overflow-hidden rounded-control border border-line bg-surface pr-1 pl-2 text-12 [&_svg]:size-4 [&_svg]:shrink-0"
        >
          {upload.state === 'failed' ? (
            <CircleAlert aria-hidden className="text-status-danger" />
          ) : (
            <Paperclip aria-hidden className="text-ink-muted" />
          )}
          <bdi className="min-w-0 max-w-48 truncate">{upload.name}</bdi>
          <span className="tabular shrink-0 text-ink-muted">
            {upload.state === 'failed' ? (
              <span className="text-status-danger">{upload.failure ?? t('uploadFailed')}</span>
            ) : upload.state === 'running' ? (
              `${Math.round(upload.progress * 100)} %`
            ) : (
              formatSize(upload.sizeBytes, locale)
            )}
          </span>
          <button
            type="button"
            aria-label={t('removeFile', { name: upload.name })}
            onClick={() => onRemove(upload.id)}
            className="flex size-6 items-center justify-center rounded-chip text-ink-muted hover:bg-hover"
          >
            <X aria-hidden />
          </button>
          {upload.state === 'running' ? (
            <progress
              aria-label={t('uploading', { name: upload.name })}
              value={upload.progress}
              className="absolute inset-x-0 bottom-0 h-0.5 w-full appearance-none [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-accent"
            />
          ) : null}
        </li>
      ))}
    </ul>
  )
}
