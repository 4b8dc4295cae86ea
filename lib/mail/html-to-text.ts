import { Parser } from 'htmlparser2'
import { crudeText, isTooDeep } from './html-guard'
import { isQuotedMail } from './quote-element'

type TextOptions = { readonly hasQuoteMarks: boolean }

/**
 * The text of an HTML mail, for mails without a text part, for search and for reading replies. What no reader would
 * see is left out, unless there is nothing else. Walks the parser's events without building a tree, so that depth
 * costs nothing; linear in the input.
 */
export function htmlToText(html: string, options: TextOptions = { hasQuoteMarks: true }): string {
  if (isTooDeep(html)) return crudeText(html)
  const { text, isAllShown } = writtenText(html, options, isConcealed)
  return text === '' && !isAllShown ? writtenText(html, options, () => false).text : text
}

function writtenText(
  html: string,
  options: TextOptions,
  isHidden: (attributes: Record<string, string>) => boolean,
): { text: string; isAllShown: boolean } {
  const writer = new TextWriter()
  let hidden = 0
  /** Open elements from the outermost one on that is not displayed. */
  let concealed = 0
  let isAllShown = true
  let pre = 0
  const lists: { ordered: boolean; count: number }[] = []
  const links: Link[] = []
  /** Of the open block quotes, which are quoted mail. */
  const quotes: boolean[] = []
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (concealed > 0 || isHidden(attributes)) {
          concealed++
          isAllShown = false
          return
        }
        if (invisible.has(name)) hidden++
        if (hidden > 0) return
        if (name === 'br') writer.lineBreak()
        else if (name === 'hr') writer.block('----------')
        else if (name === 'img') writer.inline(attributes.alt ?? '')
        else if (name === 'td' || name === 'th') writer.gap()
        else if (name === 'ul' || name === 'ol') lists.push({ ordered: name === 'ol', count: 0 })
        if (paragraphs.has(name)) writer.paragraph()
        else if (blocks.has(name)) writer.newLine()
        if (name === 'li') writer.inline(bullet(lists.at(-1)))
        if (name === 'pre') pre++
        if (name === 'blockquote' && options.hasQuoteMarks)
          quotes.push(openQuote(attributes, writer, quotes.includes(true)))
        if (name === 'a' && links.length < MAX_OPEN_LINKS) {
          links.push({ href: attributes.href ?? '', shown: '' })
        }
      },
      ontext(text) {
        if (hidden > 0 || concealed > 0) return
        const link = links.at(-1)
        if (link !== undefined && link.shown.length < MAX_LINK_LENGTH)
          link.shown += text.slice(0, MAX_LINK_LENGTH)
        if (pre > 0) writer.verbatim(text)
        else writer.inline(text)
      },
      onclosetag(name) {
        if (concealed > 0) {
          concealed--
          return
        }
        if (invisible.has(name)) hidden = Math.max(0, hidden - 1)
        if (hidden > 0) return
        if (name === 'a') closeLink(links.pop(), writer)
        if (name === 'ul' || name === 'ol') lists.pop()
        if (name === 'pre') pre = Math.max(0, pre - 1)
        if (name === 'blockquote' && quotes.pop() === true) writer.quote(-1)
        if (paragraphs.has(name)) writer.paragraph()
        else if (blocks.has(name)) writer.newLine()
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  )
  parser.write(html)
  parser.end()
  return { text: writer.text(), isAllShown }
}

/**
 * Newsletters and shops write a line for the list of mails that is not displayed, and versions for small screens. A
 * size of nothing is no such sign: builders of mails put it around what has a size of its own.
 */
function isConcealed({ hidden, style }: Record<string, string>): boolean {
  if (hidden !== undefined) return true
  if (style === undefined) return false
  const rules = style.slice(0, MAX_STYLE_LENGTH).toLowerCase().replace(/\s/g, '')
  if (/(?:^|;)(?:display:none|visibility:hidden|opacity:0(?:\.0{1,5})?(?:;|!|$))/.test(rules)) return true
  return /(?:^|;)max-height:0(?:px)?(?:;|!|$)/.test(rules) && /(?:^|;)overflow:hidden/.test(rules)
}

const MAX_STYLE_LENGTH = 1000

/**
 * A block quote is quoted mail when a client says so, or when a line with a colon introduces it. Editors use the
 * element for indenting too, and for what the writer cites: that is his own text.
 */
function openQuote(attributes: Record<string, string>, writer: TextWriter, isInQuote: boolean): boolean {
  const isQuote = isInQuote || isQuotedMail(attributes) || writer.endsWithColon()
  if (isQuote) writer.quote(1)
  return isQuote
}

const MAX_OPEN_LINKS = 100
const MAX_LINK_LENGTH = 2000

type Link = { readonly href: string; shown: string }

const invisible = new Set([
  'script',
  'style',
  'head',
  'title',
  'noscript',
  'template',
  'svg',
  'math',
  'object',
  'select',
])
const paragraphs = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'blockquote', 'pre'])
const blocks = new Set([
  'address',
  'article',
  'center',
  'dd',
  'div',
  'dl',
  'dt',
  'fieldset',
  'footer',
  'form',
  'header',
  'li',
  'main',
  'section',
  'table',
  'tr',
])

function bullet(list: { ordered: boolean; count: number } | undefined): string {
  if (list === undefined) return '- '
  list.count++
  return list.ordered ? `${list.count}. ` : '- '
}

/** A link whose text does not name its target shows the target behind it. */
function closeLink(link: Link | undefined, writer: TextWriter): void {
  if (link === undefined || !/^https?:\/\//i.test(link.href) || link.href.length > MAX_LINK_LENGTH) return
  const shown = link.shown.trim()
  if (shown === '' || link.href.includes(shown) || shown.includes(link.href)) return
  writer.inline(` <${link.href}>`)
}

class TextWriter {
  private readonly chunks: string[] = []
  private line = ''
  private blankLines = 1
  private depth = 0
  private hasPendingSpace = false

  inline(text: string): void {
    if (text === '') return
    const words = text.split(/[ \t\n\r\f]/)
    const flat = words.filter((word) => word !== '').join(' ')
    if (flat === '') {
      this.hasPendingSpace = true
      return
    }
    // The line is only ever appended to: looking into it would make the engine copy all of it each time.
    if ((words[0] === '' || this.hasPendingSpace) && this.line !== '') this.line += ' '
    this.line += flat
    this.hasPendingSpace = words.at(-1) === ''
  }

  verbatim(text: string): void {
    const [first = '', ...rest] = text.split('\n')
    this.line += first
    for (const line of rest) {
      this.lineBreak()
      this.line = line
    }
  }

  gap(): void {
    if (this.line !== '') this.hasPendingSpace = true
  }

  newLine(): void {
    if (this.line.trim() !== '') this.lineBreak()
    else this.line = ''
    this.hasPendingSpace = false
  }

  lineBreak(): void {
    const text = this.line.replaceAll('\u00a0', ' ').trimEnd()
    this.line = ''
    this.hasPendingSpace = false
    if (text === '' && ++this.blankLines > 2) return
    if (text !== '') this.blankLines = 0
    const mark = '>'.repeat(Math.min(this.depth, 20))
    this.chunks.push(mark === '' ? text : text === '' ? mark : `${mark} ${text}`)
  }

  paragraph(): void {
    this.newLine()
    if (this.blankLines === 0) this.lineBreak()
  }

  block(text: string): void {
    this.newLine()
    this.line = text
    this.lineBreak()
  }

  /** Whether the last line with text does. */
  endsWithColon(): boolean {
    const line = this.line.trim() === '' ? (this.chunks.at(this.blankLines > 0 ? -2 : -1) ?? '') : this.line
    return /[:：]\s*$/.test(line.slice(-10))
  }

  quote(step: number): void {
    this.newLine()
    this.depth = Math.max(0, this.depth + step)
  }

  text(): string {
    this.newLine()
    return this.chunks.join('\n').trim()
  }
}
