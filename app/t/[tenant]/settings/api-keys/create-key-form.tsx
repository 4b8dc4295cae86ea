'use client'

import { useTranslations } from 'next-intl'
import { useActionState, useId } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { type KeyScope, keyScopes } from '@/lib/tenancy/key-scopes'

export interface KeyToCreate {
  name: string
  scopes: KeyScope[]
  lifetimeDays: 30 | 90 | 365 | null
}

const lifetimes = ['30', '90', '365', 'none'] as const
const daysOf = { '30': 30, '90': 90, '365': 365, none: null } as const

/** `create` answers why not, or null when the key is made and this form is gone. */
export function CreateKeyForm({ create }: { create: (key: KeyToCreate) => Promise<string | null> }) {
  const t = useTranslations('apiKeys')
  const ids = { name: useId(), lifetime: useId(), error: useId() }
  const [state, submit, isPending] = useActionState(
    async (_: FormState, form: FormData): Promise<FormState> => {
      const given = readForm(form)
      if (given.scopes.length === 0) return { ...given, error: t('noScopes') }
      return { ...given, error: await create(given) }
    },
    { name: '', scopes: ['tickets:read'], lifetimeDays: 90, error: null },
  )
  return (
    <form action={submit} className="grid gap-4">
      {state.error ? (
        <Notice tone="danger" role="alert">
          {state.error}
        </Notice>
      ) : null}
      <div className="grid gap-1">
        <label htmlFor={ids.name} className="text-13 font-medium text-ink">
          {t('name')}
        </label>
        <input
          id={ids.name}
          name="name"
          required
          maxLength={80}
          autoComplete="off"
          defaultValue={state.name}
          placeholder={t('namePlaceholder')}
          className="h-9 rounded-control border border-control-line bg-surface px-3 text-16 text-ink sm:text-14"
        />
      </div>
      <fieldset>
        <legend className="text-13 font-medium text-ink">{t('scopes')}</legend>
        <p className="text-12 text-ink-muted">{t('scopesHint')}</p>
        <div className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-2">
          {keyScopes.map((scope) => (
            <label key={scope} className="flex items-start gap-2 py-1 text-13 text-ink">
              <input
                type="checkbox"
                name="scopes"
                value={scope}
                defaultChecked={state.scopes.includes(scope)}
                className="mt-0.5 size-4 accent-accent"
              />
              <span className="min-w-0">
                {t(`scope.${scope.replace(':', '_')}`)}
                <code className="block font-mono text-12 text-ink-muted">{scope}</code>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="grid gap-1">
        <label htmlFor={ids.lifetime} className="text-13 font-medium text-ink">
          {t('lifetime')}
        </label>
        <select
          id={ids.lifetime}
          name="lifetime"
          defaultValue={String(state.lifetimeDays ?? 'none')}
          className="h-9 rounded-control border border-control-line bg-surface px-2 text-16 text-ink sm:text-14"
        >
          {lifetimes.map((lifetime) => (
            <option key={lifetime} value={lifetime}>
              {t(`lifetimes.${lifetime}`)}
            </option>
          ))}
        </select>
      </div>
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  )
}

type FormState = KeyToCreate & { error: string | null }

function readForm(form: FormData): KeyToCreate {
  const chosen = form.getAll('scopes')
  const lifetime = lifetimes.find((one) => one === form.get('lifetime')) ?? '90'
  return {
    name: String(form.get('name')),
    scopes: keyScopes.filter((scope) => chosen.includes(scope)),
    lifetimeDays: daysOf[lifetime],
  }
}
