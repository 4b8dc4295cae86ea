'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useRef, useState } from 'react'
import { signInWithPassword, signInWithProvider } from '@/app/_entrance/sign-in-browser'
import type { SignInError } from '@/app/_entrance/sign-in-errors'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

export function SignInForm({
  returnPath,
  providers,
  initialError,
}: {
  returnPath: string
  providers: string[]
  initialError: SignInError | null
}) {
  const t = useTranslations('signIn')
  const [error, setError] = useState(initialError)
  const [isPending, setIsPending] = useState(false)
  const password = useRef<HTMLInputElement>(null)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setIsPending(true)
    setError(null)
    const refusal = await signInWithPassword(String(form.get('email')), String(form.get('password')))
    if (refusal === null) {
      // A whole new page: nothing that was rendered for nobody may stay in the router's cache.
      window.location.assign(returnPath)
      return
    }
    setIsPending(false)
    setError(refusal)
    password.current?.select()
  }

  return (
    // POST, so that a press before React wakes up cannot put a password into the address bar.
    <form method="post" className="mt-6 grid gap-4" onSubmit={submit} noValidate={false}>
      {error ? (
        <Notice tone="danger" role="alert">
          {t(`errors.${error}`)}
        </Notice>
      ) : null}
      <Field name="email" type="email" autoComplete="username" label={t('email')} />
      <Field
        name="password"
        type="password"
        autoComplete="current-password"
        label={t('password')}
        ref={password}
      />
      <Button type="submit" look="primary" isPending={isPending} className="h-10 w-full text-14">
        {isPending ? t('pending') : t('submit')}
      </Button>
      {providers.length > 0 ? (
        <>
          <p className="text-center text-12 text-ink-muted">{t('or')}</p>
          {providers.map((provider) => (
            <Button
              key={provider}
              className="h-10 w-full text-14"
              onPress={() => signInWithProvider(provider, returnPath)}
            >
              {provider === 'google' ? t('withGoogle') : t('withMicrosoft')}
            </Button>
          ))}
        </>
      ) : null}
    </form>
  )
}

function Field({
  label,
  ref,
  ...input
}: {
  label: string
  name: string
  type: string
  autoComplete: string
  ref?: React.Ref<HTMLInputElement>
}) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-13 font-medium text-ink">
        {label}
      </label>
      <input
        {...input}
        id={id}
        ref={ref}
        required
        className="h-10 rounded-control border border-control-line bg-surface px-3 text-16 text-ink sm:text-14"
      />
    </div>
  )
}
