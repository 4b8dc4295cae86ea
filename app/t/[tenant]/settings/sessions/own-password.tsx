'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { TextField } from '@/components/settings/fields'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { OwnSignInDto } from '@/lib/access/types'
import type { ActionResult } from '@/lib/action-result'
import { PasswordDialog } from './password-dialog'
import { SignInAgainDialog } from './sign-in-again-dialog'

interface OwnPasswordProps {
  tenant: string
  own: OwnSignInDto
  minLength: number
  actions: {
    confirmPassword: (tenant: string, input: { password: string }) => Promise<ActionResult<null>>
    setPassword: (
      tenant: string,
      input: { password: string },
    ) => Promise<ActionResult<{ endedSessions: number }>>
    signOut: (tenant: string, input: Record<string, never>) => Promise<ActionResult<null>>
  }
}

/** Sets a password where there was none, or another one. */
export function OwnPassword({ tenant, own, minLength, actions }: OwnPasswordProps) {
  const t = useTranslations('sessions.password')
  const router = useRouter()
  const [told, setTold] = useState<{ isOk: boolean; text: string } | null>(null)
  const [isOpen, setOpen] = useState(false)
  const [isPending, setPending] = useState(false)
  const [error, setError] = useState<string | undefined>()
  /** A password that waits for the proof of who gives it. */
  const [waiting, setWaiting] = useState<string | null>(null)

  const set = async (password: string) => {
    setPending(true)
    const answer = await actions.setPassword(tenant, { password })
    setPending(false)
    if (!answer.ok && answer.code === 'reauthentication_needed') return setWaiting(password)
    if (!answer.ok) return setError(answer.code === 'invalid_input' ? t('refused') : answer.message)
    setOpen(false)
    setTold({ isOk: true, text: own.hasPassword ? t('changed') : t('done') })
    router.refresh()
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const password = String(form.get('password'))
    if (password.length < minLength) return setError(t('short', { count: minLength }))
    if (password !== String(form.get('again'))) return setError(t('differs'))
    setError(undefined)
    void set(password)
  }
  const open = () => {
    setTold(null)
    setError(undefined)
    setOpen(true)
  }
  const title = own.hasPassword ? t('change') : t('set')

  return (
    <>
      <div className="mt-3 empty:hidden" aria-live="polite">
        {told ? <Notice tone={told.isOk ? 'ok' : 'danger'}>{told.text}</Notice> : null}
      </div>
      <div className="mt-3">
        <Button onPress={open}>{title}</Button>
      </div>
      <Dialog
        title={title}
        closeLabel={t('cancel')}
        isOpen={isOpen && waiting === null}
        onClose={() => setOpen(false)}
        width="max-w-md"
      >
        <form onSubmit={submit} className="grid gap-4">
          <input type="hidden" name="username" autoComplete="username" value={own.email} readOnly />
          <TextField
            name="password"
            type="password"
            autoComplete="new-password"
            autoFocus
            required
            maxLength={1_024}
            label={t('new')}
            hint={t('hint', { count: minLength })}
            error={error}
          />
          <TextField name="again" type="password" autoComplete="new-password" required label={t('again')} />
          <div className="flex justify-end gap-2">
            <Button onPress={() => setOpen(false)}>{t('cancel')}</Button>
            <Button type="submit" look="primary" isPending={isPending}>
              {t('save')}
            </Button>
          </div>
        </form>
      </Dialog>
      <PasswordDialog
        isOpen={waiting !== null && own.hasPassword}
        confirm={(password) => actions.confirmPassword(tenant, { password })}
        onClose={() => setWaiting(null)}
        onConfirmed={() => {
          setWaiting(null)
          if (waiting !== null) void set(waiting)
        }}
      />
      <SignInAgainDialog
        isOpen={waiting !== null && !own.hasPassword}
        signOut={() => actions.signOut(tenant, {})}
        returnPath={`/t/${tenant}/settings/sessions`}
        onClose={() => setWaiting(null)}
      />
    </>
  )
}
