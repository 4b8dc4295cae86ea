import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { MessagePage } from './message-page'

export default async function NotFound() {
  const t = await getTranslations('failure')
  return (
    <MessagePage
      title={t('notFoundTitle')}
      text={t('notFoundText')}
      action={
        <Link href="/" className="text-14 font-medium text-accent-text underline-offset-2 hover:underline">
          {t('home')}
        </Link>
      }
    />
  )
}
