import { useEffect, useLayoutEffect, useRef } from 'react'

const nearBottomPx = 120
const abovePx = 8

/** What the reader does with a conversation: nothing yet, reads at its end, or reads anywhere else. */
type Reading = 'arrived' | 'at-end' | 'elsewhere'

/**
 * Opens at the newest message, from its first line on when it is longer than the screen, and stays there while frames
 * and pictures find their height, until the reader scrolls. A message that arrives is shown the same way, but only to
 * whoever was at the end; nobody is torn from what he reads.
 */
export function useReadingPlace(
  scroller: React.RefObject<HTMLElement | null>,
  content: React.RefObject<HTMLElement | null>,
  newestId: string | undefined,
): void {
  const reading = useRef<Reading>('arrived')
  const place = useRef<() => void>(() => {})

  useLayoutEffect(() => {
    const box = scroller.current
    const inner = content.current
    if (!box || !inner) return
    let placedAt = -1
    const toEnd = () => box.scrollHeight - box.clientHeight
    place.current = () => {
      if (reading.current === 'elsewhere') return
      box.scrollTop = reading.current === 'at-end' ? toEnd() : Math.min(toEnd(), startOfNewest(box, inner))
      placedAt = box.scrollTop
    }
    const note = () => {
      // Our own scrolling tells nothing about the reader.
      if (Math.abs(box.scrollTop - placedAt) < 2) return
      placedAt = -1
      reading.current = toEnd() - box.scrollTop < nearBottomPx ? 'at-end' : 'elsewhere'
    }
    place.current()
    const observer = new ResizeObserver(() => place.current())
    observer.observe(inner)
    observer.observe(box)
    box.addEventListener('scroll', note, { passive: true })
    return () => {
      observer.disconnect()
      box.removeEventListener('scroll', note)
    }
  }, [scroller, content])

  const known = useRef(newestId)
  useEffect(() => {
    if (known.current === newestId) return
    known.current = newestId
    if (reading.current === 'at-end') reading.current = 'arrived'
    place.current()
  }, [newestId])
}

function startOfNewest(box: HTMLElement, inner: HTMLElement): number {
  const newest = [...inner.querySelectorAll(':scope > article')].at(-1)
  if (!newest) return box.scrollHeight
  return newest.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - abovePx
}
