import { Fragment, type ReactNode } from 'react'
import { LinkedText } from './linked-text'
import { textBlocks } from './text-blocks'

/** A mail's text: what it quotes stands behind a line, as deep as it was quoted. */
export function PlainText({ text }: { text: string }) {
  return textBlocks(text).map((block, at) => {
    const words = <LinkedText text={block.text} />
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a text never changes its order
      <Fragment key={at}>{block.depth === 0 ? words : behindLines(block.depth, words)}</Fragment>
    )
  })
}

const behindLines = (depth: number, words: ReactNode): ReactNode => (
  <span className="block border-line-strong border-l-2 pl-3 text-ink-muted">
    {depth > 1 ? behindLines(depth - 1, words) : words}
  </span>
)
