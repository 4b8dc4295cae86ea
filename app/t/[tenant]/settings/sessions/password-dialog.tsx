'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { TextField } from '@/components/settings/fields'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ActionResult } from '@/lib/action-result'

interface PasswordDialogProps {
  isOpen: boolean
  confirm: (password: string) => Promise<ActionResult<null>>
  onConfirmed: () => void
  onClose: () => void
}

/** Asks for the password again, before something that a finder of this browser must not be able to do. */
export function PasswordDialog({ isOpen, confirm, onConfirmed, onClose }: PasswordDialogProps) {
  const t = useTranslations('linkedAccounts.confirm')
  const [error, setError] = useState<string | undefined>()
  const [isPending, setPending] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password'))
    setPending(true)
    const answer = await confirm(password)
    setPending(false)
    if (!answer.ok) return setError(answer.code === 'invalid_input' ? t('wrong') : answer.message)
    setError(undefined)
    onConfirmed()
  }
  const close = () => {
    setError(undefined)
    onClose()
  }

  return (
    <Dialog title={t('title')} closeLabel={t('cancel')} isOpen={isOpen} onClose={close} width="max-w-md">
      <form onSubmit={(event) => void submit(event)} className="grid gap-4">
        <p className="text-13 text-ink-muted">{t('lead')}</p>
        <TextField
          name="password"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          label={t('password')}
          error={error}
        />
        <div className="flex justify-end gap-2">
          <Button onPress={close}>{t('cancel')}</Button>
          <Button type="submit" look="primary" isPending={isPending}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
