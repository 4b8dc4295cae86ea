export type FramePaper = 'page' | 'paper'

/** Marks of a mail that brings its own look; such mail is drawn on white paper, as its author saw it. */
const ownLook = /\bbgcolor\s*=|<(?:table|font)\b|\bbackground(?:-color)?\s*:|(?<!-)\bcolor\s*:/iu

/** Mail without colours of its own is drawn in ours, so that it is readable in the dark. */
export const paperOf = (html: string): FramePaper => (ownLook.test(html) ? 'paper' : 'page')

/** What is seen without being a word. */
const visible = /<(?:img|hr|svg|picture|video|input|button)\b/iu

/** A formatted version that shows nothing: some programs put one beside a file. */
export const isBlank = (html: string): boolean =>
  !visible.test(html) &&
  html
    .replace(/<style\b[^>]*>[^<]*<\/style>/giu, '')
    .replace(/<[^>]*>|&nbsp;|&#160;|&#8203;|[\s\u200b]/giu, '') === ''

/** No scripts, ever. The same origin is allowed for one thing only: the page measures the frame's height. */
export const frameSandbox = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'

interface FrameLook {
  paper: FramePaper
  /** Of the page. A frame of another one is drawn on an opaque ground, on which the page's own ink cannot be read. */
  scheme: 'light' | 'dark'
  inkColor: string
  linkColor: string
  lineColor: string
  /** What is written on a folded quote. */
  quoteLabel: string
  fontFamily: string
  /** The page's own `@font-face` rules: a frame shares none of them. */
  fontFaces: string
  /** Of the page: its policy holds inside the frame too, and lets in no other style element. */
  nonce: string
  /** Where we load this mail's remote pictures; null as long as its reader has not agreed. */
  pictureFolder: string | null
}

/** What the whole of a mail is written on, which the cleaner puts around it: without it a rim of our paper would stay. */
const ground =
  /^\s*<div style="(?:[^"]*;)?background-color:(#[0-9a-f]{3,8}|[a-z]{3,20}|rgb\([\d ,.%]{5,30}\))[;"]/i

const groundOf = (html: string): string => ground.exec(html)?.[1] ?? 'transparent'

/** Left empty by the cleaner, which knows no reader and lets no mail write one. */
const emptyTitle = '<details><summary></summary>'

const withQuoteLabel = (html: string, label: string): string =>
  html.replace(
    emptyTitle,
    () => `<details><summary>${label.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</summary>`,
  )

/**
 * The document of a mail's frame. The HTML was cleaned on the server; the frame runs no script (sandbox), and its own
 * policy lets it load nothing but our typeface, our attachments, pictures inside the text and, once its reader agreed, its own remote
 * pictures by way of us. Three barriers, each enough alone.
 */
export function frameDocument(html: string, origin: string, look: FrameLook): string {
  const policy = [
    "default-src 'none'",
    `img-src data: ${origin}/api/attachments/${look.pictureFolder === null ? '' : ` ${origin}${look.pictureFolder}`}`,
    `font-src ${origin}/_next/static/`,
    "style-src 'unsafe-inline'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ')
  const onPaper = look.paper === 'paper'
  return `<!doctype html><html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">
<style nonce="${look.nonce}">
${look.fontFaces}
:root{color-scheme:${onPaper ? 'light' : look.scheme}}
html,body{margin:0;padding:0;background:transparent}html{background:${onPaper ? groundOf(html) : 'transparent'}}
body{padding:${onPaper ? '12px 16px' : '0 0 2px'};overflow-wrap:anywhere;
color:${onPaper ? 'rgb(29 28 26)' : look.inkColor};font:14px/1.57 ${look.fontFamily}}
a{color:${onPaper ? 'rgb(42 77 194)' : look.linkColor}}
img{max-width:100%;height:auto}table{max-width:100%}td,th{overflow-wrap:break-word}pre{white-space:pre-wrap}
details{margin-top:8px}summary{cursor:pointer;width:fit-content;padding:2px 0;font-size:12px;opacity:.75}
summary:focus-visible{outline:2px solid currentColor;outline-offset:2px}
blockquote{margin:8px 0 8px 0;padding-left:12px;border-left:2px solid ${look.lineColor}}
</style></head><body>${withQuoteLabel(html, look.quoteLabel)}</body></html>`
}
