'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { MailboxDto, MailboxTestDto } from '@/lib/mailboxes/dtos'
import type { MailboxActions } from './draft'

const askEveryMs = 1_000
const giveUpMs = 60_000

/** Asks a worker to sign in and look, which changes nothing there, and waits for its answer. */
export function MailboxTest({
  tenant,
  mailbox,
  test,
  pin,
}: {
  tenant: string
  mailbox: MailboxDto
  test: MailboxActions['test']
  pin: (fingerprint: string) => void
}) {
  const t = useTranslations('mailboxes')
  const router = useRouter()
  const [runningId, setRunningId] = useState<string | null>(null)
  const [shown, setShown] = useState<MailboxTestDto | null>(mailbox.lastTest)
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    if (runningId === null) return
    const startedAt = Date.now()
    let timer: ReturnType<typeof setTimeout>
    let isGone = false
    const ask = async () => {
      const answer = await readTest(tenant, runningId)
      if (isGone) return
      if (answer?.result) {
        setShown(answer)
        setRunningId(null)
        router.refresh()
      } else if (Date.now() - startedAt > giveUpMs) {
        setRefusal(t('test.noWorker'))
        setRunningId(null)
      } else timer = setTimeout(() => void ask(), askEveryMs)
    }
    void ask()
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [runningId, tenant, router, t])

  const start = async () => {
    setRefusal(null)
    setShown(null)
    const answer = await test(tenant, { mailboxId: mailbox.id })
    if (answer.ok) setRunningId(answer.value.mailboxTestId)
    else setRefusal(answer.message)
  }

  return (
    <section aria-labelledby="mailbox-test" className="grid gap-3 border-t border-line pt-5">
      <h2 id="mailbox-test" className="text-14 font-semibold text-ink">
        {t('test.title')}
      </h2>
      <p className="text-13 text-ink-muted">{t('test.lead')}</p>
      <div>
        <Button isPending={runningId !== null} onPress={() => void start()}>
          {t('test.start')}
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-2 empty:hidden">
        {runningId === null ? null : <p className="text-13 text-ink-muted">{t('test.running')}</p>}
        {refusal ? <Notice tone="danger">{refusal}</Notice> : null}
        {shown?.result ? <Outcome test={shown} pin={pin} /> : null}
      </div>
    </section>
  )
}

function Outcome({ test, pin }: { test: MailboxTestDto; pin: (fingerprint: string) => void }) {
  const t = useTranslations('mailboxes')
  const { result } = test
  if (result === null || result.state === 'new') return null
  if (result.state === 'well') {
    return (
      <Notice tone="ok">
        {t('test.well', { count: result.mailCount ?? 0 })}{' '}
        {t(result.canListen ? 'test.listens' : 'test.polled')}{' '}
        {result.sentFolder === null ? null : t('test.sent', { folder: result.sentFolder })}{' '}
        <Time at={test.requestedAt} />
      </Notice>
    )
  }
  const { fingerprint } = result
  return (
    <Notice
      tone="danger"
      actions={
        result.state === 'certificate-refused' && fingerprint ? (
          <Button onPress={() => pin(fingerprint)}>{t('test.pin')}</Button>
        ) : null
      }
    >
      <strong className="font-semibold">{t(`state.${result.state}`)}.</strong> {t(`remedy.${result.state}`)}{' '}
      <Time at={test.requestedAt} />
      {fingerprint ? <span className="mt-1 block font-mono text-12">{fingerprint}</span> : null}
      {result.state === 'folder-missing' && result.folders.length > 0 ? (
        <span className="mt-1 block text-12">
          {t('test.folders', { folders: result.folders.slice(0, 20).join(', ') })}
        </span>
      ) : null}
    </Notice>
  )
}

/** Null when the answer cannot be read now: it is asked for again. */
async function readTest(tenant: string, id: string): Promise<MailboxTestDto | null> {
  const response = await fetch(`/t/${tenant}/data/mailbox-tests/${id}`).catch(() => null)
  return response?.ok ? response.json() : null
}
