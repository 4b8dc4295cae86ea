'use client'

import { useTranslations } from 'next-intl'
import { Dialog } from '../ui/dialog'
import { Kbd } from '../ui/kbd'
import { useModKey } from '../ui/platform'
import { useSingleKeys } from './preferences'

const groups = {
  move: [
    ['next', 'J'],
    ['previous', 'K'],
    ['open', 'Enter', 'O'],
    ['back', 'U'],
    ['filter', '/'],
    ['select', 'X'],
  ],
  ticket: [
    ['reply', 'R'],
    ['note', 'N'],
    ['close', 'E'],
    ['assign', 'A'],
    ['assignToMe', 'I'],
    ['state', 'S'],
    ['queue', 'Q'],
    ['split', 'T'],
    ['customer', ']'],
    ['send', 'mod', 'Enter'],
  ],
  go: [
    ['goOpen', 'G', 'O'],
    ['goMine', 'G', 'M'],
    ['goUnassigned', 'G', 'U'],
    ['goClosed', 'G', 'C'],
    ['goAll', 'G', 'A'],
    ['goQuarantine', 'G', 'Q'],
    ['find', 'mod', 'K'],
    ['keys', '?'],
  ],
} as const

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('keys')
  const mod = useModKey()
  const [singleKeys, setSingleKeys] = useSingleKeys()
  return (
    <Dialog title={t('title')} closeLabel={t('closeDialog')} isOpen onClose={onClose} width="max-w-3xl">
      <div className="grid gap-6 sm:grid-cols-3">
        {(['move', 'ticket', 'go'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-2 font-medium text-12 text-ink-muted">{t(`group.${group}`)}</h3>
            <dl className="flex flex-col gap-1.5 text-13">
              {groups[group].map(([name, ...keys]) => (
                <div key={name} className="flex items-center justify-between gap-3">
                  <dt>{t(name)}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key === 'mod' ? mod : key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-6 flex items-center gap-2 border-line border-t pt-4 text-13">
        <input
          type="checkbox"
          checked={singleKeys === 'on'}
          onChange={(event) => setSingleKeys(event.target.checked ? 'on' : 'off')}
          className="size-4"
        />
        {t('singleKeys')}
      </label>
    </Dialog>
  )
}
