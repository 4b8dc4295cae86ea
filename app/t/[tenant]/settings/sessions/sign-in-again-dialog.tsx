'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

interface SignInAgainDialogProps {
  isOpen: boolean
  signOut: () => Promise<unknown>
  /** Where to come back to. */
  returnPath: string
  onClose: () => void
}

/** For who has no password to give: signing in anew shows as well that nobody else found this browser. */
export function SignInAgainDialog({ isOpen, signOut, returnPath, onClose }: SignInAgainDialogProps) {
  const t = useTranslations('sessions.again')
  const [isPending, setPending] = useState(false)
  const leave = async () => {
    setPending(true)
    await signOut()
    window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(returnPath)}`)
  }
  return (
    <Dialog title={t('title')} closeLabel={t('cancel')} isOpen={isOpen} onClose={onClose} width="max-w-md">
      <div className="grid gap-4">
        <p className="text-13 text-ink-muted">{t('lead')}</p>
        <div className="flex justify-end gap-2">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" isPending={isPending} onPress={() => void leave()}>
            {t('submit')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
