'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/settings/fields'
import { RemoveQuestion } from '@/components/settings/remove-question'
import { useSettingsForm } from '@/components/settings/use-settings-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/lib/action-result'
import type { MailboxDto } from '@/lib/mailboxes/dtos'
import type { MailboxActions } from './draft'

const lookBacks = [0, 1, 7, 30, 90] as const

/** Starts, pauses and removes. The first start asks how far back to look: by itself, not a day. */
export function RunBox({
  tenant,
  mailbox,
  actions,
}: {
  tenant: string
  mailbox: MailboxDto
  actions: Pick<MailboxActions, 'pause' | 'resume' | 'remove'>
}) {
  const t = useTranslations('mailboxes')
  const router = useRouter()
  const [importDays, setImportDays] = useState(0)
  const form = useSettingsForm()
  const { isBusy, notice } = form
  const [isAsking, setIsAsking] = useState(false)
  const isFirst = mailbox.cutOffAt === null
  const { id: mailboxId } = mailbox

  const run = async (act: () => Promise<ActionResult<null>>, leave: boolean) => {
    await form.run(act, {
      told: null,
      onDone: () => {
        if (leave) router.push(`/t/${tenant}/settings/mailboxes`)
      },
    })
    setIsAsking(false)
  }

  return (
    <section aria-labelledby="mailbox-run" className="grid gap-3 border-t border-line pt-5">
      <h2 id="mailbox-run" className="text-14 font-semibold text-ink">
        {t('run.title')}
      </h2>
      {mailbox.isPaused && isFirst ? (
        <SelectField
          label={t('run.importDays')}
          hint={t('run.importHint')}
          value={String(importDays)}
          onChange={(event) => setImportDays(Number(event.target.value))}
        >
          {lookBacks.map((days) => (
            <option key={days} value={days}>
              {days === 0 ? t('run.fromNow') : t('run.days', { days })}
            </option>
          ))}
        </SelectField>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {mailbox.isPaused ? (
          <Button
            look="primary"
            isPending={isBusy}
            onPress={() => void run(() => actions.resume(tenant, { mailboxId, importDays }), false)}
          >
            {t(isFirst ? 'run.start' : 'run.resume')}
          </Button>
        ) : (
          <Button
            isPending={isBusy}
            onPress={() => void run(() => actions.pause(tenant, { mailboxId }), false)}
          >
            {t('run.pause')}
          </Button>
        )}
        <Button look="danger" onPress={() => setIsAsking(true)}>
          {t('run.remove')}
        </Button>
      </div>
      {isAsking ? (
        <RemoveQuestion
          isBusy={isBusy}
          onRemove={() => void run(() => actions.remove(tenant, { mailboxId }), true)}
          onKeep={() => setIsAsking(false)}
        >
          {t('run.removeAsk')}
        </RemoveQuestion>
      ) : null}
      {notice}
    </section>
  )
}
