'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TestBox } from '@/components/settings/test-box'
import { useWorkerAnswer } from '@/components/settings/use-worker-answer'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { ChannelDto, ChannelTestDto } from '@/lib/channels/types'
import type { ChannelActions } from './channel-form'

/** Asks a worker to connect and sign in, and waits for its answer. */
export function ChannelTest({
  tenant,
  channel,
  test,
  pin,
}: {
  tenant: string
  channel: ChannelDto
  test: ChannelActions['test']
  pin: (fingerprint: string) => void
}) {
  const t = useTranslations('channels')
  const [testId, setTestId] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const { answer, isLate } = useWorkerAnswer<ChannelTestDto>(
    testId && `/t/${tenant}/data/channel-tests/${testId}`,
    (found) => found.outcome !== null,
  )
  const isRunning = testId !== null && answer === null && !isLate
  const shown = testId === null ? channel.lastTest : answer

  const start = async (withMail: boolean) => {
    setRefusal(null)
    const asked = await test(tenant, { channelId: channel.id, withMail })
    if (asked.ok) setTestId(asked.value.channelTestId)
    else setRefusal(asked.message)
  }
  return (
    <TestBox
      isRunning={isRunning}
      isLate={isLate}
      refusal={refusal}
      buttons={
        <>
          <Button isPending={isRunning} onPress={() => void start(false)}>
            {t('test.connect')}
          </Button>
          <Button isPending={isRunning} onPress={() => void start(true)}>
            {t('test.withMail')}
          </Button>
        </>
      }
    >
      {shown?.outcome ? <Outcome test={shown} pin={pin} /> : null}
    </TestBox>
  )
}

function Outcome({ test, pin }: { test: ChannelTestDto; pin: (fingerprint: string) => void }) {
  const t = useTranslations('channels')
  const { fingerprint } = test
  if (test.outcome === null) return null
  return (
    <Notice
      tone={test.outcome === 'ok' ? 'ok' : 'danger'}
      actions={fingerprint ? <Button onPress={() => pin(fingerprint)}>{t('test.pin')}</Button> : null}
    >
      {t(`remedy.${test.outcome}`)} <Time at={test.requestedAt} />
      {test.serverResponse === '' ? null : (
        <span className="mt-1 block font-mono text-12">{test.serverResponse}</span>
      )}
      {fingerprint ? <span className="mt-1 block font-mono text-12">{fingerprint}</span> : null}
    </Notice>
  )
}
