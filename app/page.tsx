import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { listPlaces } from '@/lib/access/list-places'
import { currentSession } from './_entrance/current-session'
import { MessagePage } from './message-page'

/** The front door: to sign in, or on to the first tenant. */
export default async function FrontDoor() {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  const [first] = await listPlaces(session.user.id)
  if (first) redirect(`/t/${first.slug}/tickets`)
  const t = await getTranslations('signIn')
  return <MessagePage title={t('title')} text={t('noTenant', { email: session.user.email })} />
}
