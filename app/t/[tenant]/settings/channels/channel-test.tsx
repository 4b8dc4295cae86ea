'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { ChannelDto, ChannelTestDto } from '@/lib/channels/types'
import type { ChannelActions } from './channel-form'

const askEveryMs = 1_000
const giveUpMs = 60_000

/** Asks a worker to connect and sign in, and waits for its answer. */
export function ChannelTest({
  tenant,
  channel,
  test,
}: {
  tenant: string
  channel: ChannelDto
  test: ChannelActions['test']
}) {
  const t = useTranslations('channels')
  const router = useRouter()
  const [runningId, setRunningId] = useState<string | null>(null)
  const [shown, setShown] = useState<ChannelTestDto | null>(channel.lastTest)
  const [refusal, setRefusal] = useState<string | null>(null)

  useEffect(() => {
    if (runningId === null) return
    const startedAt = Date.now()
    let timer: ReturnType<typeof setTimeout>
    let isGone = false
    const ask = async () => {
      const answer = await readTest(tenant, runningId)
      if (isGone) return
      if (answer?.outcome) {
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

  const start = async (withMail: boolean) => {
    setRefusal(null)
    setShown(null)
    const answer = await test(tenant, { channelId: channel.id, withMail })
    if (answer.ok) setRunningId(answer.value.channelTestId)
    else setRefusal(answer.message)
  }

  return (
    <section className="grid gap-3 border-t border-line pt-5">
      <h2 className="text-14 font-semibold text-ink">{t('test.title')}</h2>
      <div className="flex flex-wrap gap-2">
        <Button isPending={runningId !== null} onPress={() => void start(false)}>
          {t('test.connect')}
        </Button>
        <Button isPending={runningId !== null} onPress={() => void start(true)}>
          {t('test.withMail')}
        </Button>
      </div>
      <div aria-live="polite" className="grid gap-2 empty:hidden">
        {runningId === null ? null : <p className="text-13 text-ink-muted">{t('test.running')}</p>}
        {refusal ? <Notice tone="danger">{refusal}</Notice> : null}
        {shown?.outcome ? <Outcome test={shown} /> : null}
      </div>
    </section>
  )
}

function Outcome({ test }: { test: ChannelTestDto }) {
  const t = useTranslations('channels')
  if (test.outcome === null) return null
  return (
    <Notice tone={test.outcome === 'ok' ? 'ok' : 'danger'}>
      {t(`remedy.${test.outcome}`)} <Time at={test.requestedAt} />
      {test.serverResponse === '' ? null : (
        <span className="mt-1 block font-mono text-12">{test.serverResponse}</span>
      )}
    </Notice>
  )
}

/** Null when the answer cannot be read now: it is asked for again. */
async function readTest(tenant: string, id: string): Promise<ChannelTestDto | null> {
  const response = await fetch(`/t/${tenant}/data/channel-tests/${id}`).catch(() => null)
  return response?.ok ? response.json() : null
}
