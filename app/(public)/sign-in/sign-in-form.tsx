'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useId } from 'react'
import { signInWithPassword, signInWithProvider } from '@/app/_entrance/sign-in-browser'
import type { SignInError } from '@/app/_entrance/sign-in-errors'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

interface Attempt {
  error: SignInError | null
  email: string
}

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
  const [{ error, email }, submit, isPending] = useActionState(
    async (_: Attempt, form: FormData): Promise<Attempt> => {
      const given = { email: String(form.get('email')), password: String(form.get('password')) }
      const refusal = await signInWithPassword(given.email, given.password)
      if (refusal !== null) return { error: refusal, email: given.email }
      // A whole new page: nothing that was rendered for nobody may stay in the router's cache.
      window.location.assign(returnPath)
      return new Promise(() => {})
    },
    { error: initialError, email: '' },
  )

  return (
    // A function, not a handler: React keeps a press that comes before it woke up, and repeats it then.
    <form action={submit} className="mt-6 grid gap-4">
      {error ? (
        <Notice tone="danger" role="alert">
          {t(`errors.${error}`)}
        </Notice>
      ) : null}
      <Field name="email" type="email" autoComplete="username" label={t('email')} defaultValue={email} />
      <Field name="password" type="password" autoComplete="current-password" label={t('password')} />
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
  ...input
}: {
  label: string
  name: string
  type: string
  autoComplete: string
  defaultValue?: string
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
        required
        className="h-10 rounded-control border border-control-line bg-surface px-3 text-16 text-ink sm:text-14"
      />
    </div>
  )
}
