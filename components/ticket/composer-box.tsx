'use client'

import type { Editor } from '@tiptap/react'
import { Paperclip, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { DropZone, FileTrigger } from 'react-aria-components'
import type { InboxOverview, TicketDto } from '@/lib/tickets/types'
import { Button, IconButton } from '../ui/button'
import { cx } from '../ui/cx'
import { Notice } from '../ui/notice'
import { withAdded } from './added-recipients'
import { ComposerEditor } from './composer-editor'
import { ComposerLeftOut } from './composer-left-out'
import { ComposerRecipients } from './composer-recipients'
import { ComposerToolbar, ReceiptToggle } from './composer-toolbar'
import { useInbox } from './inbox-context'
import { closingState } from './ticket-header'
import { UploadList } from './upload-list'
import { type DraftKind, useDraft } from './use-draft'
import { type SendTrouble, useSend } from './use-send'
import { useUploads } from './use-uploads'

interface ComposerBoxProps {
  ticket: TicketDto
  overview: InboxOverview
  kind: DraftKind
  onKind: (kind: DraftKind) => void
  onClose: () => void
  onEditor: (editor: Editor | null) => void
}

export function ComposerBox({ ticket, overview, kind, onKind, onClose, onEditor }: ComposerBoxProps) {
  const t = useTranslations('composer')
  const { tenantSlug } = useInbox()
  const draft = useDraft(tenantSlug, ticket.id, kind)
  const uploads = useUploads(tenantSlug)
  const sender = useSend(ticket, kind)
  const newestId = newestMessageId(ticket)
  const [seenId, setSeenId] = useState(newestId)
  const [editor, setEditor] = useState<Editor | null>(null)
  // Nothing written yet means nothing can be overtaken.
  if (!draft.html && seenId !== newestId) setSeenId(newestId)

  const isUploading = uploads.uploads.some((one) => one.state === 'running')
  const isBlocked = kind === 'reply' && !ticket.replyPlan.ok
  const canSend = draft.html !== '' && !isUploading && !isBlocked && !sender.isSending
  const closing = closingState(overview.states)

  const recipients = kind === 'reply' && ticket.replyPlan.ok ? withAdded(ticket.replyPlan, draft.added) : null

  const send = async (options: { stateId?: string | undefined; sawAll?: boolean } = {}) => {
    if (!canSend) return
    const wasTaken = await sender.send({
      html: draft.html,
      uploads: uploads.uploads.flatMap((one) => (one.token ? [one.token] : [])),
      addCc: recipients?.addCc ?? [],
      asksForReceipt: draft.asksForReceipt,
      idempotencyKey: draft.keyToTry(),
      lastSeenMessageId: options.sawAll ? newestId : seenId,
      stateId: options.stateId,
    })
    if (!wasTaken) return
    draft.clear()
    uploads.clear()
    onClose()
  }

  return (
    <DropZone
      aria-label={t('dropHere')}
      className="relative px-3 pt-2 pb-3 outline-none drop-target:bg-accent-soft"
      onDrop={async (event) => {
        const files = event.items.filter((item) => item.kind === 'file')
        uploads.add(await Promise.all(files.map((item) => item.getFile())))
      }}
    >
      <div className="flex items-start gap-2">
        <Kinds kind={kind} onKind={onKind} />
        <div className="min-w-0 grow pt-1">
          {kind === 'reply' ? (
            <ComposerRecipients plan={ticket.replyPlan} added={draft.added} />
          ) : (
            <p className="pt-0.5 text-12 text-note-ink">{t('noteHint')}</p>
          )}
        </div>
        <IconButton size="small" label={t('closeComposer')} icon={<X aria-hidden />} onPress={onClose} />
      </div>
      {recipients ? <ComposerLeftOut people={recipients.open} onToggle={draft.toggleAdded} /> : null}
      <div className="mt-2 max-w-mail px-1">
        <ComposerEditor
          label={kind === 'reply' ? t('replyText') : t('noteText')}
          placeholder={kind === 'reply' ? t('replyPlaceholder') : t('notePlaceholder')}
          initialHtml={draft.html}
          onChange={draft.change}
          onFiles={uploads.add}
          onSend={() => void send()}
          onEditor={(next) => {
            setEditor(next)
            onEditor(next)
          }}
        />
      </div>
      <UploadList uploads={uploads.uploads} onRemove={uploads.remove} />
      <Warning
        trouble={sender.trouble ?? (draft.html && seenId !== newestId ? { kind: 'newer-message' } : null)}
        onRead={() => {
          setSeenId(newestId)
          sender.forgetTrouble()
        }}
        onSendAnyway={() => void send({ sawAll: true })}
      />
      <div className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-2">
        <ComposerToolbar editor={editor} />
        <FileTrigger allowsMultiple onSelect={(files) => uploads.add(files ?? [])}>
          <IconButton size="small" label={t('attach')} icon={<Paperclip aria-hidden />} />
        </FileTrigger>
        {kind === 'reply' ? (
          <ReceiptToggle isOn={draft.asksForReceipt} onChange={draft.setAsksForReceipt} />
        ) : null}
        <span className="grow" />
        {kind === 'reply' && closing && ticket.state.phase !== 'closing' ? (
          <Button isDisabled={!canSend} onPress={() => void send({ stateId: closing.id })}>
            {t('sendAndClose')}
          </Button>
        ) : null}
        <Button look="primary" isDisabled={!canSend} isPending={sender.isSending} onPress={() => void send()}>
          {sender.isSending ? t('sending') : kind === 'reply' ? t('send') : t('keepNote')}
        </Button>
      </div>
    </DropZone>
  )
}

const newestMessageId = (ticket: TicketDto): string | null =>
  ticket.entries.findLast((entry) => entry.kind === 'message')?.id ?? null

function Kinds({ kind, onKind }: { kind: DraftKind; onKind: (kind: DraftKind) => void }) {
  const t = useTranslations('composer')
  return (
    <fieldset className="flex shrink-0 rounded-control bg-hover p-0.5">
      <legend className="sr-only">{t('kind')}</legend>
      {(['reply', 'note'] as const).map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={kind === one}
          onClick={() => onKind(one)}
          className={cx(
            'h-6 rounded-chip px-2 text-12',
            kind === one ? 'bg-surface font-medium text-ink shadow-xs' : 'text-ink-muted hover:text-ink',
          )}
        >
          {t(one)}
        </button>
      ))}
    </fieldset>
  )
}

interface WarningProps {
  trouble: SendTrouble | null
  onRead: () => void
  onSendAnyway: () => void
}

function Warning({ trouble, onRead, onSendAnyway }: WarningProps): ReactNode {
  const t = useTranslations('composer')
  if (!trouble) return null
  return (
    <div className="mt-2">
      {trouble.kind === 'newer-message' ? (
        <Notice
          tone="warn"
          role="alert"
          actions={
            <>
              <Button size="small" onPress={onRead}>
                {t('readFirst')}
              </Button>
              <Button size="small" onPress={onSendAnyway}>
                {t('sendAnyway')}
              </Button>
            </>
          }
        >
          {t('newerMessage')}
        </Notice>
      ) : (
        <Notice tone="danger" role="alert">
          {trouble.kind === 'refused' ? t('refused', { message: trouble.message }) : t('failed')}
        </Notice>
      )}
    </div>
  )
}
