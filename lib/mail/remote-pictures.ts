/** A picture of a cleaned mail that lies on somebody else's server. */
export interface RemotePicture {
  url: string
  /** Nothing that anybody could see: its only use is to tell the sender that the mail was opened. */
  isTrackingPixel: boolean
}

/** More in one mail are never loaded. */
export const maxRemotePictures = 500

/**
 * The remote pictures of what `cleanHtml` made, in their order. Their number is their address: it leads to nothing
 * but a picture that this very mail holds.
 */
export function listRemotePictures(cleanedHtml: string): RemotePicture[] {
  const found: RemotePicture[] = []
  for (const [tag] of cleanedHtml.matchAll(imageTag)) {
    const url = addressIn(tag)
    if (url !== null && found.length < maxRemotePictures)
      found.push({ url: unescaped(url), isTrackingPixel: isTrackingPixel(tag) })
  }
  return found
}

/** Puts our address in the place of each that may be shown; a picture that repeats gets the first one's. */
export function showRemotePictures(cleanedHtml: string, pathOf: (position: number) => string): string {
  const first = new Map<string, number>()
  let position = 0
  return cleanedHtml.replace(imageTag, (tag) => {
    const url = addressIn(tag)
    if (url === null || position >= maxRemotePictures) return tag
    const own = position++
    if (isTrackingPixel(tag)) return tag
    const shown = first.get(url) ?? own
    first.set(url, shown)
    return tag.replace(`${mark}${url}"`, () => ` src="${pathOf(shown)}"`)
  })
}

/** The cleaner writes no bracket into an attribute, and no element but its own into a text. */
const imageTag = /<img [^<>]*>/g
const mark = ' data-remote-src="'

function addressIn(tag: string): string | null {
  const start = tag.indexOf(mark)
  if (start < 0) return null
  const end = tag.indexOf('"', start + mark.length)
  return end < 0 ? null : tag.slice(start + mark.length, end)
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')

/** As small as a dot in every direction that is given, or hidden. */
function isTrackingPixel(tag: string): boolean {
  const style = /\bstyle="([^"]*)"/.exec(tag)?.[1] ?? ''
  if (/(?:^|;)display:none/i.test(style)) return true
  const sizes = [sizeOf(tag, style, 'width'), sizeOf(tag, style, 'height')].filter((size) => size !== null)
  return sizes.length > 0 && sizes.every((size) => size <= maxDotSize)
}

const maxDotSize = 2

function sizeOf(tag: string, style: string, side: 'width' | 'height'): number | null {
  const given =
    new RegExp(`(?:^|;)(?:max-)?${side}:([0-9.]+)(?:px|pt)?(?:;|$| )`, 'i').exec(style) ??
    new RegExp(` ${side}="([0-9.]+)(?:px)?"`, 'i').exec(tag)
  return given?.[1] === undefined ? null : Number(given[1])
}
