'use client'

import type { Editor } from '@tiptap/react'
import { CornerUpLeft, StickyNote } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { InboxOverview, TicketDto } from '@/lib/tickets/types'
import { cx } from '../ui/cx'
import { Kbd } from '../ui/kbd'
import { ComposerBox } from './composer-box'
import { useInbox } from './inbox-context'
import { type DraftKind, hasDraft, moveDrafts } from './use-draft'

/** What a key or a button asked for; `at` makes asking twice two wishes. */
export interface ComposerWish {
  kind: DraftKind
  at: number
}

interface ComposerProps {
  ticket: TicketDto
  overview: InboxOverview
  wish: ComposerWish | null
  /** The ticket that was open until it became part of this one: its drafts come along. */
  formerId: string | null
}

/** Docked under the conversation: one line until it is needed, open when there is a draft. */
export function Composer({ ticket, overview, wish, formerId }: ComposerProps) {
  const t = useTranslations('composer')
  const { tenantSlug } = useInbox()
  const [kind, setKind] = useState<DraftKind | null>(null)
  const editor = useRef<Editor | null>(null)
  const reply = useRef<HTMLButtonElement>(null)

  // After hydration only: the server knows no drafts.
  useEffect(() => {
    if (formerId) moveDrafts(tenantSlug, formerId, ticket.id)
    if (hasDraft(tenantSlug, ticket.id, 'reply')) setKind('reply')
    else if (hasDraft(tenantSlug, ticket.id, 'note')) setKind('note')
  }, [tenantSlug, ticket.id, formerId])
  useEffect(() => {
    if (!wish) return
    setKind(wish.kind)
    editor.current?.commands.focus('end')
  }, [wish])

  const close = () => {
    setKind(null)
    // The button that opens it again takes the focus the text field had.
    requestAnimationFrame(() => reply.current?.focus())
  }

  if (kind === null) {
    const [first] = ticket.replyPlan.ok ? ticket.replyPlan.to : []
    const recipient = first ?? ticket.requester
    const name = recipient.name || recipient.address
    return (
      <div className="flex shrink-0 gap-2 border-line border-t p-3">
        <button
          ref={reply}
          type="button"
          onClick={() => setKind('reply')}
          className="flex h-9 min-w-0 grow items-center gap-2 rounded-control border border-line-strong bg-surface px-3 text-13 text-ink-muted hover:bg-hover [&_svg]:size-4 [&_svg]:shrink-0"
        >
          <CornerUpLeft aria-hidden />
          <span className="min-w-0 grow truncate text-left">
            {name ? t('replyTo', { name }) : t('replyToNobody')}
          </span>
          <span className="max-sm:hidden">
            <Kbd>R</Kbd>
          </span>
        </button>
        <button
          type="button"
          onClick={() => setKind('note')}
          className="flex h-9 items-center gap-2 rounded-control border border-note-line border-dashed bg-note px-3 text-13 text-note-ink [&_svg]:size-4"
        >
          <StickyNote aria-hidden />
          {t('note')}
          <span className="max-sm:hidden">
            <Kbd>N</Kbd>
          </span>
        </button>
      </div>
    )
  }
  return (
    <section
      aria-label={t('label')}
      className={cx(
        'max-h-[55%] shrink-0 overflow-y-auto border-t',
        kind === 'note' ? 'border-note-line bg-note' : 'border-line',
      )}
    >
      <ComposerBox
        key={`${ticket.id}.${kind}`}
        ticket={ticket}
        overview={overview}
        kind={kind}
        onKind={setKind}
        onClose={close}
        onEditor={(next) => {
          editor.current = next
        }}
      />
    </section>
  )
}
