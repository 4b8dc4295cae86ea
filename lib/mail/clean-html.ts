import sanitizeHtml from 'sanitize-html'
import { percentDecoded } from './attachment-parts'
import { cleanStyle } from './clean-style'
import { isTooDeep } from './html-guard'
import { htmlToText } from './html-to-text'
import { textToHtml } from './text-to-html'

/** Raise it with every change that lets something else through: cleaned HTML is cached by this number. */
export const CLEANER_VERSION = 5

export type CleanOptions = {
  /** Our URL for an inline picture, or null when the mail has no such part. */
  readonly cidUrl: (contentId: string) => string | null
  /** Only after the reader asked for remote pictures: our proxy's URL for it. */
  readonly remoteImageUrl?: (url: string) => string | null
}

export type CleanHtml = {
  readonly html: string
  /** Pictures that were not loaded; each has its address in `data-remote-src`. */
  readonly remoteImages: number
  /** true: too large or too deep to clean; `html` is the mail's text. */
  readonly isTextOnly: boolean
}

const MAX_HTML_LENGTH = 2_000_000
const MAX_SHOWN_DEPTH = 300
const MAX_DATA_IMAGE_LENGTH = 1_000_000

/**
 * Hostile HTML to HTML that neither runs, loads, covers nor submits anything. One of three barriers (the
 * others are the sandboxed frame and its CSP) and built as if it were the only one: a short list of what may
 * stay, everything else goes.
 */
export function cleanHtml(html: string, options: CleanOptions): CleanHtml {
  if (html.length > MAX_HTML_LENGTH || isTooDeep(html)) {
    return { html: textToHtml(htmlToText(html.slice(0, MAX_HTML_LENGTH))), remoteImages: 0, isTextOnly: true }
  }
  let remoteImages = 0
  const clean = sanitizeHtml(html, {
    allowedTags,
    allowedAttributes: {
      '*': ['style', 'align', 'valign', 'dir', 'lang', 'bgcolor', 'width', 'height', 'title'],
      a: ['href', 'target', 'rel'],
      img: ['src', 'alt', 'data-remote-src'],
      table: ['border', 'cellpadding', 'cellspacing'],
      td: ['colspan', 'rowspan', 'nowrap'],
      th: ['colspan', 'rowspan', 'nowrap'],
      col: ['span'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      li: ['value'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https', 'data'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    disallowedTagsMode: 'discard',
    nonTextTags,
    nestingLimit: MAX_SHOWN_DEPTH,
    enforceHtmlBoundary: false,
    transformTags: {
      '*': (tagName, attributes) => {
        const kept = cleanAttributes(attributes)
        if (tagName === 'body') {
          const style = groundStyle(kept.style ?? '', attributes)
          // Unchanged it is none of those that stay.
          return style === '' ? { tagName, attribs: {} } : { tagName: 'div', attribs: { style } }
        }
        if (tagName === 'a') return { tagName, attribs: linkAttributes(kept, attributes.href) }
        if (tagName !== 'img') return { tagName, attribs: kept }
        const image = imageAttributes(kept, attributes.src ?? '', options)
        if (image['data-remote-src'] !== undefined) remoteImages++
        return { tagName, attribs: image }
      },
    },
  })
  return { html: clean, remoteImages, isTextOnly: false }
}

const allowedTags = [
  'a',
  'abbr',
  'address',
  'b',
  'bdi',
  'big',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'div',
  'dl',
  'dt',
  'em',
  'font',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'i',
  'img',
  'ins',
  'kbd',
  'li',
  'mark',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'samp',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'tt',
  'u',
  'ul',
  'var',
]

/** Dropped with everything in them; of other unknown elements the text stays. */
const nonTextTags = [
  'script',
  'style',
  'textarea',
  'option',
  'select',
  'xmp',
  'noscript',
  'noembed',
  'noframes',
  'iframe',
  'frameset',
  'object',
  'applet',
  'template',
  'title',
  'svg',
  'math',
  'plaintext',
  'audio',
  'video',
]

type Attributes = Record<string, string>

function cleanAttributes(attributes: Attributes): Attributes {
  const kept: Attributes = {}
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style') {
      const style = cleanStyle(value)
      if (style !== '') kept.style = style
    } else if (
      name !== 'href' &&
      name !== 'src' &&
      name !== 'target' &&
      name !== 'rel' &&
      !name.startsWith('data-')
    ) {
      kept[name] = value
    }
  }
  return kept
}

/**
 * The ground a mail is written on, and the hand it is written in. White letters that stood on a dark body cannot be
 * read on our paper; so a colour of letters stays only together with its ground.
 */
function groundStyle(style: string, { bgcolor = '', text = '' }: Attributes): string {
  const given = `background-color:${hashed(bgcolor)};color:${hashed(text)};${style}`
  const declarations = cleanStyle(given).split(';')
  const hasGround = declarations.some((one) => groundColour.test(one))
  return declarations
    .filter((one) => groundWriting.test(one) || (hasGround && /^(?:background-)?color:/.test(one)))
    .join(';')
}

/** As old mails write it, and browsers read it: without the sign. */
const hashed = (colour: string): string => (/^[0-9a-f]{6}$/i.test(colour) ? `#${colour}` : colour)
const groundColour =
  /^background-color:(?:#[0-9a-f]{3,8}|rgba?\([\d., %]+\)|(?!transparent|inherit|initial|unset|none)[a-z]{3,20})(?: ?!important)?$/i
const groundWriting = /^(?:font|line-height|text-align|direction)/

function linkAttributes(kept: Attributes, href: string | undefined): Attributes {
  const url = safeLink(href ?? '')
  return url === null ? kept : { ...kept, href: url, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

/** http, https, mailto and tel, as the browser will read them, or null. */
export function safeLink(value: string): string | null {
  const compact = value.replace(/[\p{Cc}\s]/gu, '')
  const scheme = compact.slice(0, 8).toLowerCase()
  if (scheme.startsWith('http://') || scheme.startsWith('https://'))
    return URL.canParse(compact) ? new URL(compact).href : null
  if (scheme.startsWith('mailto:') || scheme.startsWith('tel:')) return compact
  return null
}

function imageAttributes(kept: Attributes, source: string, options: CleanOptions): Attributes {
  const compact = source.replace(/[\p{Cc}\s]/gu, '')
  const scheme = compact.slice(0, 5).toLowerCase()
  if (scheme.startsWith('cid:')) {
    const url = options.cidUrl(percentDecoded(compact.slice(4)))
    return url === null ? kept : { ...kept, src: url }
  }
  if (scheme === 'data:') return isSafeDataImage(compact) ? { ...kept, src: compact } : kept
  const url = safeLink(compact.startsWith('//') ? `https:${compact}` : compact)
  if (url === null || url.startsWith('mailto:') || url.startsWith('tel:')) return kept
  const proxied = options.remoteImageUrl?.(url) ?? null
  return proxied === null ? { ...kept, 'data-remote-src': url } : { ...kept, src: proxied }
}

function isSafeDataImage(value: string): boolean {
  if (value.length > MAX_DATA_IMAGE_LENGTH) return false
  const head = value.slice(0, 40).toLowerCase()
  const isRaster = ['png', 'jpeg', 'jpg', 'gif', 'webp'].some((type) =>
    head.startsWith(`data:image/${type};base64,`),
  )
  return isRaster && /^[a-z0-9+/=]*$/i.test(value.slice(value.indexOf(',') + 1))
}
