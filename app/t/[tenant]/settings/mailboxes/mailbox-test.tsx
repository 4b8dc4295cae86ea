'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TestBox } from '@/components/settings/test-box'
import { useWorkerAnswer } from '@/components/settings/use-worker-answer'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { MailboxDto, MailboxTestDto } from '@/lib/mailboxes/dtos'
import type { MailboxActions } from './draft'

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
  pin: ((fingerprint: string) => void) | null
}) {
  const t = useTranslations('mailboxes')
  const [testId, setTestId] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { answer, isLate } = useWorkerAnswer<MailboxTestDto>(
    testId && `/t/${tenant}/data/mailbox-tests/${testId}`,
    (found) => found.result !== null,
  )
  const isRunning = testId !== null && answer === null && !isLate
  const shown = testId === null ? mailbox.lastTest : answer

  const start = async () => {
    setRefusal(null)
    const asked = await test(tenant, { mailboxId: mailbox.id })
    if (asked.ok) setTestId(asked.value.mailboxTestId)
    else setRefusal(asked.message)
  }
  return (
    <TestBox
      lead={t('test.lead')}
      isRunning={isRunning}
      isLate={isLate}
      refusal={refusal}
      buttons={
        <Button isPending={isRunning} onPress={() => void start()}>
          {t('test.start')}
        </Button>
      }
    >
      {shown?.result ? <Outcome test={shown} pin={pin} /> : null}
    </TestBox>
  )
}

function Outcome({ test, pin }: { test: MailboxTestDto; pin: ((fingerprint: string) => void) | null }) {
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
        pin && result.state === 'certificate-refused' && fingerprint ? (
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
