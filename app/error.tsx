'use client'

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { MessagePage } from './message-page'

export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('failure')
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '–'
  return (
    <MessagePage
      title={t('errorTitle')}
      text={t('errorText', { digest })}
      action={
        <Button look="primary" onPress={retry}>
          {t('retry')}
        </Button>
      }
    />
  )
}
