import { Fragment, type ReactNode } from 'react'
import { LinkedText } from './linked-text'
import { textBlocks } from './text-blocks'

/**
 * A mail's text: what it quotes stands behind a line, as deep as it was quoted.
 *
 * @param isQuoted all of it is a quote, and may bring no marks of its own
 */
export function PlainText({ text, isQuoted = false }: { text: string; isQuoted?: boolean }) {
  const blocks = textBlocks(text)
  const leastDepth = isQuoted && blocks.every(({ depth }) => depth === 0) ? 1 : 0
  return blocks.map((block, at) => {
    const depth = Math.max(block.depth, leastDepth)
    const words = <LinkedText text={block.text} />
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
      <Fragment key={at}>{depth === 0 ? words : behindLines(depth, words)}</Fragment>
    )
  })
}

const behindLines = (depth: number, words: ReactNode): ReactNode => (
  <span className="block border-line-strong border-l-2 pl-3 text-ink-muted">
    {depth > 1 ? behindLines(depth - 1, words) : words}
  </span>
)
