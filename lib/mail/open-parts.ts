import type { RawPart } from './raw-part'

const LF = 0x0a
const CR = 0x0d
const MAX_GLUED_LEVELS = 4

/** 70 by the rule (RFC 2046 section 5.1.1); senders are known who use more. */
export const MAX_BOUNDARY_LENGTH = 1000

type Open = {
  readonly boundary: string
  readonly bytes: Uint8Array
  readonly part: RawPart
  readonly hidden: number | undefined
}

/** The multiparts around the place that is read, the outermost first. */
export class OpenParts {
  private readonly stack: Open[] = []
  private readonly levels = new Map<string, number>()
  private readonly lost = new Set<string>()
  private readonly closed = new Map<string, RawPart>()

  get size(): number {
    return this.stack.length
  }

  get hasClosed(): boolean {
    return this.closed.size > 0
  }

  /** A multipart inside of those that are open; one of the same boundary is hidden while it is. */
  push(boundary: string, part: RawPart): void {
    this.stack.push({ boundary, bytes: Buffer.from(boundary), part, hidden: this.levels.get(boundary) })
    this.levels.set(boundary, this.stack.length - 1)
  }

  /** By its last delimiter. */
  close(): void {
    const last = this.stack.at(-1)
    if (last !== undefined) this.closed.set(last.boundary, last.part)
    this.pop()
  }

  /** Programs that add a part behind the last delimiter: what follows is one more part and no note at the end. */
  reopened(text: string): RawPart | null {
    const boundary = text.trimEnd()
    const part = this.closed.get(boundary)
    if (part === undefined) return null
    this.closed.delete(boundary)
    this.push(boundary, part)
    return part
  }

  /** Which of them a delimiter (`text`: what stands behind its two hyphens) divides or ends; null for any other line. */
  find(text: string): { level: number; part: RawPart; isClosing: boolean } | null {
    const level = this.levels.get(text)
    const closing =
      level === undefined && text.endsWith('--') ? this.levels.get(text.slice(0, -2)) : undefined
    const found = level ?? closing
    const part = found === undefined ? undefined : this.stack[found]?.part
    return found === undefined || part === undefined
      ? null
      : { level: found, part, isClosing: level === undefined }
  }

  /** Scripts forget the line end before a delimiter too: there, does one of the innermost stand to the end of its line? */
  isGlued(source: Buffer, at: number): boolean {
    return this.stack.slice(-MAX_GLUED_LEVELS).some(({ bytes }) => {
      const after = source[at + bytes.length]
      if (source[at] !== bytes[0] || (after !== LF && after !== CR)) return false
      return source.subarray(at, at + bytes.length).equals(bytes)
    })
  }

  /** Scripts forget the line end before the last delimiter: it then stands at the very end of the last text. */
  gluedDelimiter(source: Buffer, from: number): number | null {
    const tail = source.toString('utf8', Math.max(from, source.length - MAX_BOUNDARY_LENGTH - 10)).trimEnd()
    const found = this.stack.find(({ boundary }) => tail.endsWith(`--${boundary}--`))
    return found === undefined ? null : source.lastIndexOf(`--${found.boundary}--`)
  }

  /** Ends what is open inside that level; was there anything? */
  closeInside(level: number): boolean {
    const isAny = this.stack.length - 1 > level
    while (this.stack.length - 1 > level) {
      this.lost.add(this.stack.at(-1)?.boundary ?? '')
      this.pop()
    }
    return isAny
  }

  /** The delimiter of a multipart that an outer one has ended: it goes on in the part around it, or in the last one. */
  brokenOff(text: string): RawPart | null {
    const boundary = text.trimEnd()
    const part = this.stack.at(-1)?.part ?? [...this.closed.values()].at(-1)
    if (part === undefined || !this.lost.delete(boundary)) return null
    this.push(boundary, part)
    return part
  }

  private pop(): void {
    const last = this.stack.pop()
    if (last === undefined) return
    if (last.hidden === undefined) this.levels.delete(last.boundary)
    else this.levels.set(last.boundary, last.hidden)
  }
}
