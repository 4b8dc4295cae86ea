'use client'

import { useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '../ui/button'

/** Puts a text where it can be pasted from. */
export function CopyButton({ name, value }: { name: string; value: string }) {
  const t = useTranslations('settings.secret')
  // Not there on plain http beyond this machine, nor on the server: the text can be selected by one press.
  const canCopy = useSyncExternalStore(
    () => () => {},
    () => 'clipboard' in navigator,
    () => false,
  )
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(value)
    setIsCopied(true)
  }
  if (!canCopy) return null
  return (
    <Button onPress={() => void copy()} aria-label={t('copyNamed', { name })}>
      {isCopied ? t('copied') : t('copy')}
    </Button>
  )
}
