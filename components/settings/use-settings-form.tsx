'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import type { ActionResult } from '@/lib/action-result'
import { Notice } from '../ui/notice'

interface Outcome {
  isOk: boolean
  text: string
}

/** A form of the settings: what the server refused stands at its field, and what became of it below. */
export function useSettingsForm() {
  const router = useRouter()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [isBusy, setBusy] = useState(false)

  /** Calls an action and shows what became of it. @returns whether it worked */
  const run = async <V,>(
    call: () => Promise<ActionResult<V>>,
    done: { told: string | null; onDone?: (value: V) => void },
  ): Promise<boolean> => {
    setBusy(true)
    const answer = await call()
    setBusy(false)
    setErrors(answer.ok ? {} : (answer.fields ?? {}))
    if (!answer.ok) setOutcome({ isOk: false, text: answer.message })
    else {
      setOutcome(done.told === null ? null : { isOk: true, text: done.told })
      done.onDone?.(answer.value)
      router.refresh()
    }
    return answer.ok
  }
  const notice: ReactNode = (
    <div aria-live="polite" className="empty:hidden">
      {outcome ? <Notice tone={outcome.isOk ? 'ok' : 'danger'}>{outcome.text}</Notice> : null}
    </div>
  )
  return { errors, isBusy, run, notice }
}
