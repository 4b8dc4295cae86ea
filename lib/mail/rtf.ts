import { decodeCharset } from './charset'

/** `html`: only where the RTF was made from HTML, which then comes back as it was. */
export type RtfContent = { readonly html: string | null; readonly text: string }

const MAX_INPUT_BYTES = 8 * 1024 * 1024
const MAX_OUTPUT_LENGTH = 4 * 1024 * 1024
const MAX_DEPTH = 500

/**
 * What Rich Text shows, and the HTML or text that Outlook wrapped into it ([MS-OXRTFEX] section 2). One walk over the
 * bytes, with a bound on what comes out and on how deep groups go; null when it is no RTF.
 */
export function readRtf(bytes: Uint8Array): RtfContent | null {
  const size = Math.min(bytes.byteLength, MAX_INPUT_BYTES)
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, size).toString('latin1')
  if (!/^\s{0,100}\{\\rtf/.test(source)) return null
  const writer = new RtfWriter(/\\fromhtml1?\b/.test(source.slice(0, 2000)))
  let at = 0
  while (at < source.length && writer.isOpen()) {
    const char = source[at] ?? ''
    if (char === '{') writer.open()
    else if (char === '}') writer.close()
    else if (char === '\\') {
      at = readControl(source, at + 1, writer)
      continue
    } else if (char !== '\r' && char !== '\n') writer.byte(char)
    at++
  }
  const text = writer.end()
  return writer.isHtml ? { html: text, text: '' } : { html: null, text }
}

/** Reads what follows a backslash; gives the place behind it. */
function readControl(source: string, at: number, writer: RtfWriter): number {
  const char = source[at] ?? ''
  if (char === "'") {
    const code = Number.parseInt(source.slice(at + 1, at + 3), 16)
    if (!Number.isNaN(code)) writer.byte(String.fromCharCode(code))
    return at + 3
  }
  CONTROL_WORD.lastIndex = at
  const found = CONTROL_WORD.exec(source)
  if (found === null) {
    writer.symbol(char)
    return at + 1
  }
  const [whole, word = '', digits] = found
  const value = digits === undefined ? null : Number(digits)
  const end = at + whole.length
  // Pictures and objects stand in it as bytes.
  if (word === 'bin') return end + Math.max(0, value ?? 0)
  writer.word(word, value)
  return end
}

const CONTROL_WORD = /([a-z]{1,32})(-?\d{1,10})? ?/giy

/** Groups whose words are not the text. */
const notShown = new Set(
  'colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf fldinst xe tc bkmkstart bkmkend listtable listoverridetable rsidtbl generator themedata datastore latentstyles nonshppict filetbl revtbl'.split(
    ' ',
  ),
)

const signs: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  sect: '\n',
  page: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  emspace: ' ',
  enspace: ' ',
}

/** `\fcharset` of a font to the code page of its bytes. */
const fontPages: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
  255: 850,
}

type Group = {
  isHidden: boolean
  isFontTable: boolean
  /** A piece of the HTML that was wrapped. */
  isTag: boolean
  /** What stands for HTML in readers of RTF, and is not of it. */
  isForRtf: boolean
  /** How many signs after a letter by number repeat it for old readers. */
  skip: number
  font: number
}

class RtfWriter {
  readonly isHtml: boolean
  private readonly out: string[] = []
  private length = 0
  private readonly stack: Group[] = []
  private group: Group = {
    isHidden: false,
    isFontTable: false,
    isTag: false,
    isForRtf: false,
    skip: 1,
    font: -1,
  }
  private readonly fonts = new Map<number, number>()
  private page = 1252
  private pending = ''
  private toSkip = 0
  private isStarred = false
  private isAtStart = false

  constructor(isHtml: boolean) {
    this.isHtml = isHtml
  }

  isOpen(): boolean {
    return this.length < MAX_OUTPUT_LENGTH && this.stack.length < MAX_DEPTH
  }

  open(): void {
    this.flush()
    this.stack.push({ ...this.group })
    this.toSkip = 0
    this.isAtStart = true
    this.isStarred = false
  }

  close(): void {
    this.flush()
    this.group = this.stack.pop() ?? this.group
    this.toSkip = 0
  }

  /** A sign as a byte of the charset of its font. */
  byte(char: string): void {
    this.isAtStart = false
    if (this.toSkip > 0) this.toSkip--
    else if (this.isShown()) this.pending += char
  }

  symbol(char: string): void {
    if (char === '*') this.isStarred = this.isAtStart
    else if (char === '\\' || char === '{' || char === '}') this.byte(char)
    else if (char === '~') this.write('\u00a0')
    else if (char === '_') this.write('-')
    else if (char === '\n' || char === '\r') this.write('\n')
  }

  word(word: string, value: number | null): void {
    const isDestination = this.isAtStart
    const isStarred = this.isStarred
    this.isAtStart = false
    this.isStarred = false
    if (word === 'u' && value !== null) this.letter(value)
    else if (signs[word] !== undefined) this.write(signs[word])
    else if (isStarred && word === 'htmltag') this.group.isTag = true
    else if (isStarred || (isDestination && notShown.has(word))) this.group.isHidden = true
    else this.setting(word, value)
  }

  end(): string {
    this.flush()
    return this.out.join('')
  }

  private setting(word: string, value: number | null): void {
    if (word === 'htmlrtf') {
      this.flush()
      this.group.isForRtf = value !== 0
    } else if (word === 'uc' && value !== null) this.group.skip = Math.min(Math.max(value, 0), 8)
    else if (word === 'ansicpg' && value !== null) this.page = value
    else if (word === 'mac') this.page = 10000
    else if (word === 'fonttbl') this.group.isFontTable = true
    else if (word === 'fcharset' && value !== null) this.fonts.set(this.group.font, fontPages[value] ?? 0)
    else if (word === 'f' && value !== null) {
      this.flush()
      this.group.font = value
    } else if (word === 'plain' || word === 'pard') this.flush()
  }

  /** A letter by its number in UTF-16, negative above 32767; what repeats it is skipped. */
  private letter(value: number): void {
    this.write(String.fromCharCode(value & 0xffff))
    this.toSkip = this.group.skip
  }

  private write(text: string): void {
    if (this.toSkip > 0) {
      this.toSkip--
      return
    }
    this.flush()
    if (this.isShown()) this.put(text)
  }

  private isShown(): boolean {
    const { isHidden, isFontTable, isForRtf } = this.group
    return !isHidden && !isFontTable && !(this.isHtml && isForRtf)
  }

  /** Bytes are read together: a letter may have two of them. */
  private flush(): void {
    if (this.pending === '') return
    const page = this.fonts.get(this.group.font) || this.page
    const isAscii = !/[\u0080-\u00ff]/.test(this.pending)
    const text = isAscii ? this.pending : decodeCharset(Buffer.from(this.pending, 'latin1'), `cp${page}`).text
    this.pending = ''
    this.put(text)
  }

  private put(text: string): void {
    // Between the pieces of HTML stands text, and no markup.
    const written = this.isHtml && !this.group.isTag ? escapeText(text) : text
    this.out.push(written)
    this.length += written.length
  }
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
