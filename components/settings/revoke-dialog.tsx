'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

interface RevokeDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  onRevoke: () => Promise<void>
  /** What stops working. */
  children: ReactNode
}

/** Asked once before a program is shut out: nothing brings the same secret back. */
export function RevokeDialog({ title, isOpen, onClose, onRevoke, children }: RevokeDialogProps) {
  const t = useTranslations('settings.revoke')
  const [isBusy, setIsBusy] = useState(false)
  const revoke = async () => {
    setIsBusy(true)
    await onRevoke()
    setIsBusy(false)
  }
  return (
    <Dialog
      title={title}
      closeLabel={t('close')}
      isOpen={isOpen}
      onClose={onClose}
      role="alertdialog"
      width="max-w-md"
    >
      <p className="text-14 text-ink">{children}</p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>{t('keep')}</Button>
        <Button look="danger" isPending={isBusy} onPress={() => void revoke()}>
          {t('revoke')}
        </Button>
      </div>
    </Dialog>
  )
}
