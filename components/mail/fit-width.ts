/** Smaller than this nobody reads it: it is scrolled instead. */
const minZoom = 0.5

/** Makes a mail that was laid out wider than its frame fit: smaller as a whole, as on paper. */
export function fitWidth(root: HTMLElement, body: HTMLElement): void {
  body.style.setProperty('zoom', '1')
  const rim = Number.parseFloat(getComputedStyle(body).paddingRight) || 0
  if (root.clientWidth === 0 || root.scrollWidth <= root.clientWidth) return
  const zoom = root.clientWidth / (root.scrollWidth + rim)
  body.style.setProperty('zoom', String(Math.max(minZoom, zoom)))
}

/**
 * Lets long words break in the cells of tables that hold one, which an address of three hundred letters needs. In all
 * others it would make a wide table a row of single letters.
 */
export function breakLongWords(body: HTMLElement): void {
  for (const cell of body.querySelectorAll<HTMLElement>('td, th'))
    if (!cell.querySelector('td') && /\S{30}/.test(cell.textContent ?? ''))
      cell.style.overflowWrap = 'anywhere'
}
