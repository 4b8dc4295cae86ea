/** Smaller than this nobody reads it: it is scrolled instead. */
const minZoom = 0.5
/** The cells' words are broken when the frame alone would have to become smaller than that. */
const brokenBelow = 0.7

/**
 * Makes a mail that was laid out wider than its frame fit: smaller as a whole, as on paper, and with broken words in its
 * tables only where that would be too small.
 */
export function fitWidth(root: HTMLElement, body: HTMLElement): void {
  body.style.setProperty('zoom', '1')
  root.style.removeProperty('--cell-wrap')
  if (zoomFor(root) < brokenBelow) root.style.setProperty('--cell-wrap', 'anywhere')
  const zoom = zoomFor(root)
  if (zoom < 1) body.style.setProperty('zoom', String(Math.max(minZoom, zoom)))
}

const zoomFor = (root: HTMLElement): number =>
  root.clientWidth === 0 ? 1 : Math.min(1, root.clientWidth / root.scrollWidth)
