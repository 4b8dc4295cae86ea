'use client'

import { type Editor, useEditorState } from '@tiptap/react'
import {
  Bold,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  type LucideIcon,
  MailCheck,
  TextQuote,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Dialog, DialogTrigger, Popover, ToggleButton } from 'react-aria-components'
import { Button } from '../ui/button'
import { WithTooltip } from '../ui/tooltip'

/** What can be done with the text; every button is also a key of the editor. */
export function ComposerToolbar({ editor }: { editor: Editor | null }) {
  const t = useTranslations('composer')
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now?.isActive('bold') ?? false,
      italic: now?.isActive('italic') ?? false,
      bullets: now?.isActive('bulletList') ?? false,
      numbers: now?.isActive('orderedList') ?? false,
      quote: now?.isActive('blockquote') ?? false,
      link: now?.isActive('link') ?? false,
    }),
  })
  const run = (command: (chain: ReturnType<Editor['chain']>) => ReturnType<Editor['chain']>) => () => {
    if (editor) command(editor.chain().focus()).run()
  }
  return (
    <div role="toolbar" aria-label={t('formatting')} className="flex items-center gap-0.5">
      <Mark icon={Bold} label={t('bold')} isOn={active?.bold} onPress={run((chain) => chain.toggleBold())} />
      <Mark
        icon={Italic}
        label={t('italic')}
        isOn={active?.italic}
        onPress={run((chain) => chain.toggleItalic())}
      />
      <Mark
        icon={List}
        label={t('bullets')}
        isOn={active?.bullets}
        onPress={run((chain) => chain.toggleBulletList())}
      />
      <Mark
        icon={ListOrdered}
        label={t('numbers')}
        isOn={active?.numbers}
        onPress={run((chain) => chain.toggleOrderedList())}
      />
      <Mark
        icon={TextQuote}
        label={t('quote')}
        isOn={active?.quote}
        onPress={run((chain) => chain.toggleBlockquote())}
      />
      <LinkButton editor={editor} isOn={active?.link ?? false} />
    </div>
  )
}

/** Asks the recipient's program to say when the reply was displayed. */
export function ReceiptToggle({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  const t = useTranslations('composer')
  return <Mark icon={MailCheck} label={t('askForReceipt')} isOn={isOn} onPress={() => onChange(!isOn)} />
}

interface MarkProps {
  icon: LucideIcon
  label: string
  isOn: boolean | undefined
  onPress?: () => void
}

function Mark({ icon: Icon, label, isOn = false, onPress }: MarkProps) {
  return (
    <WithTooltip label={label}>
      <ToggleButton
        aria-label={label}
        isSelected={isOn}
        {...(onPress ? { onPress } : {})}
        className="inline-flex size-7 items-center justify-center rounded-control text-ink-muted hover:bg-hover hover:text-ink selected:bg-selected selected:text-ink"
      >
        <Icon aria-hidden className="size-4" />
      </ToggleButton>
    </WithTooltip>
  )
}

function LinkButton({ editor, isOn }: { editor: Editor | null; isOn: boolean }) {
  const t = useTranslations('composer')
  const [isOpen, setOpen] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const href = completeAddress(String(new FormData(event.currentTarget).get('href') ?? ''))
    if (!editor) return
    setOpen(false)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (!href) chain.unsetLink().run()
    else if (editor.state.selection.empty && !isOn) {
      chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run()
    } else chain.setLink({ href }).run()
  }
  const current: unknown = editor?.getAttributes('link').href
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Mark icon={LinkIcon} label={t('link')} isOn={isOn} />
      <Popover className="appear rounded-float bg-float p-2 shadow-float">
        <Dialog aria-label={t('link')} className="outline-none">
          <form onSubmit={submit} className="flex items-center gap-2">
            <input
              name="href"
              autoFocus
              defaultValue={typeof current === 'string' ? current : ''}
              aria-label={t('linkAddress')}
              placeholder="https://"
              className="h-8 w-64 max-w-[60vw] rounded-control border border-control-line bg-surface px-2 text-13"
            />
            <Button type="submit" look="primary">
              {t('setLink')}
            </Button>
          </form>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

/** "example.org" means "https://example.org"; anything but web, mail and telephone addresses is no link. */
function completeAddress(text: string): string {
  const trimmed = text.trim()
  if (!trimmed) return ''
  const whole = /^[a-z][a-z0-9+.-]*:/iu.test(trimmed) ? trimmed : `https://${trimmed}`
  return URL.canParse(whole) && /^(?:https?|mailto|tel):$/u.test(new URL(whole).protocol) ? whole : ''
}
