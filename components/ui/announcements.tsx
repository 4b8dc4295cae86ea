'use client'

import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { IconButton } from './button'

interface Announcements {
  /** Spoken politely by screen readers, shown to nobody. */
  speak: (text: string) => void
  /** Shown in a corner until dismissed, or for eight seconds. */
  tell: (text: string) => void
}

const Context = createContext<Announcements>({ speak: () => {}, tell: () => {} })

export const useAnnouncements = (): Announcements => useContext(Context)

const shownMs = 8_000

/** One live region and one corner for the whole page; both exist from the start, as screen readers need. */
export function AnnouncementProvider({
  dismissLabel,
  children,
}: {
  dismissLabel: string
  children: ReactNode
}) {
  const [spoken, setSpoken] = useState('')
  const [told, setTold] = useState<{ id: number; text: string }[]>([])
  const nextId = useRef(0)

  const speak = useCallback(
    (text: string) => setSpoken((last) => (last === text ? `${text}\u00a0` : text)),
    [],
  )
  const dismiss = useCallback((id: number) => setTold((all) => all.filter((one) => one.id !== id)), [])
  const tell = useCallback(
    (text: string) => {
      const id = nextId.current++
      setTold((all) => [...all.slice(-2), { id, text }])
      setTimeout(() => dismiss(id), shownMs)
    },
    [dismiss],
  )
  const value = useMemo(() => ({ speak, tell }), [speak, tell])

  return (
    <Context value={value}>
      {children}
      <div role="status" className="sr-only">
        {spoken}
      </div>
      <div
        role="status"
        className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2"
      >
        {told.map((one) => (
          <div
            key={one.id}
            className="appear flex items-start gap-2 rounded-float bg-float py-2 pr-1 pl-3 text-13 shadow-float"
          >
            <p className="grow py-1">{one.text}</p>
            <IconButton
              size="small"
              label={dismissLabel}
              icon={<X aria-hidden />}
              onPress={() => dismiss(one.id)}
            />
          </div>
        ))}
      </div>
    </Context>
  )
}
