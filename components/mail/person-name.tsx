import { useTranslations } from 'next-intl'
import { cleanName } from './clean-name'

/** Who wrote. The name is only what the sender claims, so it cannot turn the text around it. */
export function PersonName({ name, address }: { name: string; address: string }) {
  const shown = cleanName(name) || address
  return shown ? <bdi>{shown}</bdi> : <Nobody />
}

/** A mail without a sender that can be used. */
function Nobody() {
  const t = useTranslations('message')
  return <span className="text-ink-muted italic">{t('nobody')}</span>
}

/** Name and address; the address is never left out. */
export function PersonLine({ name, address }: { name: string; address: string }) {
  const shown = cleanName(name)
  return (
    <span className="[overflow-wrap:anywhere]">
      {shown && shown !== address ? (
        <>
          <bdi>{shown}</bdi> <bdi className="text-ink-muted">&lt;{address}&gt;</bdi>
        </>
      ) : (
        <bdi>{address}</bdi>
      )}
    </span>
  )
}
