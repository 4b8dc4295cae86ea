import { Fragment } from 'react'

const linkPattern = /https?:\/\/[^\s<>"'`{}|\\^\p{Cc}]{1,2000}/giu
const trailing = /[).,;:!?\]]+$/u

/** Plain text with its web addresses made links. Nothing else of a text ever becomes markup. */
export function LinkedText({ text }: { text: string }) {
  const pieces: { text: string; href?: string; at: number }[] = []
  let end = 0
  for (const match of text.matchAll(linkPattern)) {
    const found = match[0].replace(trailing, '')
    if (!URL.canParse(found)) continue
    pieces.push({ text: text.slice(end, match.index), at: end })
    pieces.push({ text: found, href: found, at: match.index })
    end = match.index + found.length
  }
  pieces.push({ text: text.slice(end), at: end })
  return (
    <>
      {pieces.map((piece) =>
        piece.href ? (
          <a
            key={piece.at}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent-text underline decoration-accent-text/40 hover:decoration-accent-text"
          >
            {piece.text}
          </a>
        ) : (
          <Fragment key={`t${piece.at}`}>{piece.text}</Fragment>
        ),
      )}
    </>
  )
}
