import { cleanName } from './clean-name'

/** Who wrote. The name is only what the sender claims, so it cannot turn the text around it. */
export function PersonName({ name, address }: { name: string; address: string }) {
  return <bdi>{cleanName(name) || address}</bdi>
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
