'use client'

import { useQuery } from '@tanstack/react-query'
import { Send, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { DemoAddress, PostOfficeLetter, PostOfficePerson } from '@/lib/postoffice/types'
import { cleanName } from '../mail/clean-name'
import { Button, IconButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { letterQuery, postLetter } from './post-office-queries'

interface LetterFormProps {
  person: PostOfficePerson | null
  addresses: DemoAddress[]
  /** The mail that is answered; null for a new one. */
  answered: string | null
  onClose: () => void
  onSent: (address: string) => void
}

/** Somebody to start with, so that a newcomer only has to say what is wrong. */
const newcomer = { name: 'Lucia Bianchi', address: 'lucia.bianchi@example.com' }
const field =
  'w-full rounded-control border border-control-line bg-surface px-2.5 text-14 text-ink placeholder:text-ink-muted'

export function LetterForm(props: LetterFormProps) {
  const letter = useQuery({ ...letterQuery(props.answered ?? ''), enabled: props.answered !== null })
  if (props.answered !== null && !letter.data) return null
  return <Form {...props} letter={letter.data ?? null} />
}

function Form({
  person,
  addresses,
  letter,
  onClose,
  onSent,
}: LetterFormProps & { letter: PostOfficeLetter | null }) {
  const t = useTranslations('postoffice')
  const [isSending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const writer = person ?? newcomer

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    if (letter) form.set('answers', letter.id)
    setSending(true)
    setFailure(null)
    const problem = await postLetter(form)
    setSending(false)
    if (problem) setFailure(problem.message)
    else onSent(String(form.get('address')).trim().toLowerCase())
  }
  return (
    <form
      onSubmit={submit}
      className="scroll-thin flex min-h-0 grow flex-col gap-3 overflow-y-auto p-4 sm:px-6"
    >
      <div className="flex items-center justify-between">
        <h2 className="font-semibold text-16">{letter ? t('reply') : t('newMail')}</h2>
        <IconButton label={t('close')} icon={<X aria-hidden />} onPress={onClose} />
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Labelled label={t('fromName')}>
          {(id) => (
            <input
              id={id}
              name="name"
              defaultValue={cleanName(writer.name)}
              maxLength={200}
              className={`${field} h-9`}
            />
          )}
        </Labelled>
        <Labelled label={t('fromAddress')}>
          {(id) => (
            <input
              id={id}
              name="address"
              type="email"
              required
              maxLength={320}
              defaultValue={writer.address}
              readOnly={letter !== null}
              className={`${field} h-9`}
            />
          )}
        </Labelled>
      </div>
      <Labelled label={t('to')}>
        {(id) =>
          letter ? (
            <input id={id} name="to" readOnly defaultValue={letter.from.address} className={`${field} h-9`} />
          ) : (
            <AddressChoice id={id} addresses={addresses} />
          )
        }
      </Labelled>
      <Labelled label={t('subject')}>
        {(id) => (
          <input
            id={id}
            name="subject"
            required
            maxLength={500}
            defaultValue={letter ? answerSubject(letter.subject) : ''}
            className={`${field} h-9`}
          />
        )}
      </Labelled>
      <Labelled label={t('text')} className="flex min-h-40 grow flex-col">
        {(id) => (
          <textarea
            id={id}
            name="text"
            required
            // biome-ignore lint/a11y/noAutofocus: the reader just asked to answer
            autoFocus={letter !== null}
            className={`${field} min-h-32 grow resize-none py-2`}
          />
        )}
      </Labelled>
      <Labelled label={t('files')}>
        {(id) => (
          <input
            id={id}
            name="files"
            type="file"
            multiple
            className="w-full text-13 file:mr-3 file:h-8 file:cursor-pointer file:rounded-control file:border file:border-line-strong file:bg-surface file:px-3 file:text-13 file:text-ink"
          />
        )}
      </Labelled>
      {failure !== null ? (
        <Notice tone="danger" role="alert">
          {t('failed', { message: failure })}
        </Notice>
      ) : null}
      <div>
        <Button type="submit" look="primary" isPending={isSending}>
          <Send aria-hidden />
          {isSending ? t('sending') : t('send')}
        </Button>
      </div>
    </form>
  )
}

function Labelled({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block font-medium text-12 text-ink-muted">
        {label}
      </label>
      {children(id)}
    </div>
  )
}

function AddressChoice({ id, addresses }: { id: string; addresses: DemoAddress[] }) {
  const tenants = [...new Set(addresses.map((one) => one.tenant))]
  return (
    <select id={id} name="to" required className={`${field} h-9`}>
      {tenants.map((tenant) => (
        <optgroup key={tenant} label={tenant}>
          {addresses
            .filter((one) => one.tenant === tenant)
            .map((one) => (
              <option key={one.address} value={one.address}>
                {`${tenant} · ${one.queue} <${one.address}>`}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}

/** RFC 5322, 3.6.5: one "Re: ", however often it goes back and forth. */
const answerSubject = (subject: string): string =>
  /^re:/iu.test(subject.trim()) ? subject.trim() : `Re: ${subject.trim()}`
