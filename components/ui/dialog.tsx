'use client'

import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { IconButton } from './button'
import { cx } from './cx'
import { useIsAwake } from './use-is-awake'

interface DialogProps {
  title: string
  closeLabel: string
  isOpen: boolean
  onClose: () => void
  /** `side` slides in from the edge; used where the page has no room for a pane. */
  look?: 'middle' | 'side'
  width?: string
  role?: 'dialog' | 'alertdialog'
  children: ReactNode
}

/** Takes the focus, keeps it, and gives it back to where it was. */
export function Dialog({
  title,
  closeLabel,
  isOpen,
  onClose,
  look = 'middle',
  width,
  role,
  children,
}: DialogProps) {
  if (!useIsAwake()) return null
  return (
    <ModalOverlay
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      className={cx(
        'fixed inset-0 z-40 flex bg-black/35 entering:animate-none',
        look === 'middle' ? 'items-start justify-center p-4 pt-[10vh]' : 'justify-end',
      )}
    >
      <Modal
        className={cx(
          'appear flex max-h-full flex-col bg-float text-ink shadow-float outline-none',
          look === 'middle' ? 'max-h-[80vh] w-full rounded-float' : 'h-full w-full max-w-sm',
          width ?? 'max-w-xl',
        )}
      >
        <AriaDialog className="flex min-h-0 flex-col outline-none" {...(role ? { role } : {})}>
          <div className="flex items-center justify-between gap-2 border-line border-b py-2 pr-2 pl-4">
            <Heading slot="title" className="truncate font-semibold text-14">
              {title}
            </Heading>
            <IconButton label={closeLabel} icon={<X aria-hidden />} onPress={onClose} />
          </div>
          <div className="min-h-0 overflow-auto p-4">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
