import { type DefaultTreeAdapterTypes, parse, parseFragment, serialize } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node

const capable = new Set([
  ...['script', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base', 'link', 'portal'],
  ...['animate', 'set', 'handler', 'foreignobject'],
])
const loading = new Set([
  ...['href', 'src', 'xlink:href', 'action', 'formaction', 'background', 'poster', 'data', 'dynsrc'],
  ...['lowsrc', 'codebase', 'cite', 'longdesc', 'usemap', 'profile', 'manifest', 'ping', 'srcdoc'],
  ...['from', 'to', 'values', 'by'],
])

/**
 * Can no script start in this HTML? Read as a browser would, as document and as fragment, and once more after
 * writing it out, because what changes on the way back is how cleaners are fooled.
 */
export function isInert(html: string): boolean {
  let current = html
  for (let round = 0; round < 2; round++) {
    const fragment = parseFragment(current)
    if (canRun(parse(`<!doctype html><body><div>${current}</div></body>`)) || canRun(fragment)) return false
    current = serialize(fragment)
  }
  return true
}

function canRun(node: Node): boolean {
  if ('tagName' in node && isCapable(node)) return true
  const children = 'childNodes' in node ? node.childNodes : []
  if (children.some(canRun)) return true
  return 'content' in node && canRun(node.content)
}

function isCapable(element: DefaultTreeAdapterTypes.Element): boolean {
  if (capable.has(element.tagName.toLowerCase())) return true
  if (element.tagName === 'meta' && element.attrs.some(({ name }) => name === 'http-equiv')) return true
  const isPicture = element.tagName === 'img' || element.tagName === 'image'
  return element.attrs.some(({ prefix, name, value }) => {
    if (/^on/i.test(name) || name === 'srcdoc') return true
    if (!loading.has(prefix ? `${prefix}:${name}` : name)) return false
    const isSvgPicture =
      isPicture && (name === 'src' || name === 'href') && /^data:image\/svg/i.test(value.trim())
    return isRunnable(value) && !isSvgPicture
  })
}

/** What the URL parser of browsers strips is stripped first. */
function isRunnable(url: string): boolean {
  let from = 0
  while (from < url.length && url.charCodeAt(from) <= 0x20) from++
  const bare = url
    .slice(from)
    .replace(/[\t\n\r]/g, '')
    .toLowerCase()
  return /^(?:javascript|vbscript|livescript|mocha|data:(?:text\/(?:html|xml)|application\/(?:xhtml|xml|javascript|ecmascript)|image\/svg)|jar|feed:javascript|view-source)/.test(
    bare,
  )
}
