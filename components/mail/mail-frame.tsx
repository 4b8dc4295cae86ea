'use client'

import { useEffect, useRef, useState } from 'react'
import { cx } from '../ui/cx'
import { breakLongWords, fitWidth } from './fit-width'
import { frameDocument, frameSandbox, paperOf } from './frame-document'
import { useIsNear } from './use-is-near'

const maxHeight = 20_000
const firstHeight = 80

/**
 * A mail's HTML in a frame without scripts. The same origin is allowed for one thing only: measuring its height.
 * It exists only near the screen, so that a long conversation costs what is in sight.
 */
export function MailFrame({
  html,
  title,
  quoteLabel = '',
  pictureFolder = null,
}: {
  html: string
  title: string
  /** Of what the server folded away, if it folds. */
  quoteLabel?: string
  /** Where its remote pictures are loaded; null as long as nobody agreed to that. */
  pictureFolder?: string | null
}) {
  const place = useRef<HTMLDivElement>(null)
  const frame = useRef<HTMLIFrameElement>(null)
  const [height, setHeight] = useState(firstHeight)
  const isNear = useIsNear(place)
  const source = useFrameSource(place, html, quoteLabel, pictureFolder)
  const paper = paperOf(html)

  useEffect(() => {
    const element = frame.current
    if (!element || !isNear || !source) return
    let observer: ResizeObserver | undefined
    const measure = () => {
      const root = element.contentDocument?.documentElement
      const body = element.contentDocument?.body
      if (!root || !body) return
      observer?.disconnect()
      breakLongWords(body)
      let fittedWidth = 0
      observer = new ResizeObserver(() => {
        if (root.clientWidth !== fittedWidth || root.scrollWidth > root.clientWidth) {
          fittedWidth = root.clientWidth
          fitWidth(root, body)
        }
        setHeight(Math.min(maxHeight, Math.ceil(body.getBoundingClientRect().height) + 2))
      })
      observer.observe(root)
      observer.observe(body)
    }
    measure()
    element.addEventListener('load', measure)
    return () => {
      element.removeEventListener('load', measure)
      observer?.disconnect()
    }
  }, [isNear, source])

  return (
    <div
      ref={place}
      style={{ height }}
      className={cx(
        'w-full max-w-full overflow-hidden',
        paper === 'paper' && 'rounded-control border border-line bg-paper',
      )}
    >
      {isNear && source ? (
        <iframe
          ref={frame}
          title={title}
          srcDoc={source}
          sandbox={frameSandbox}
          referrerPolicy="no-referrer"
          className="block h-full w-full"
        />
      ) : null}
    </div>
  )
}

/** The document follows the theme: its colours are read where it stands, and read again when the theme turns. */
function useFrameSource(
  place: React.RefObject<HTMLDivElement | null>,
  html: string,
  quoteLabel: string,
  pictureFolder: string | null,
): string {
  const [source, setSource] = useState('')
  useEffect(() => {
    const draw = () => {
      if (!place.current) return
      const style = getComputedStyle(place.current)
      setSource(
        frameDocument(html, location.origin, {
          paper: paperOf(html),
          scheme:
            resolveColor(place.current, 'light-dark(white, black)') === 'rgb(0, 0, 0)' ? 'dark' : 'light',
          inkColor: style.color,
          linkColor: resolveColor(place.current, 'var(--color-accent-text)'),
          lineColor: resolveColor(place.current, 'var(--color-line-strong)'),
          quoteLabel,
          fontFamily: style.fontFamily.replaceAll('"', "'"),
          fontFaces: pageFontFaces(),
          nonce: pageNonce(),
          pictureFolder,
        }),
      )
    }
    draw()
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', draw)
    const root = new MutationObserver(draw)
    root.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    return () => {
      dark.removeEventListener('change', draw)
      root.disconnect()
    }
  }, [place, html, quoteLabel, pictureFolder])
  return source
}

/** The rules of the page's own typeface, with whole addresses: a frame's are read against the page, not its stylesheet. */
function pageFontFaces(): string {
  const own = [...document.styleSheets].filter(({ href }) => href?.startsWith(`${location.origin}/`))
  return own
    .flatMap(({ href, cssRules }) =>
      [...cssRules]
        .filter((rule) => rule instanceof CSSFontFaceRule)
        .map(({ cssText }) =>
          cssText.replace(/url\("([^"]+)"\)/g, (_, url: string) => `url("${new URL(url, href ?? '')}")`),
        ),
    )
    .join('\n')
}

const pageNonce = (): string =>
  document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

function resolveColor(element: HTMLElement, given: string): string {
  const probe = document.createElement('span')
  probe.style.color = given
  element.append(probe)
  const color = getComputedStyle(probe).color
  probe.remove()
  return color
}
