import type { HeaderValue } from './header-value'

/** A piece of a mail that was sent in pieces (RFC 2046 section 5.2.2); null for every other part. */
export function pieceOf({ value, params }: HeaderValue): { number: number; total: number | null } | null {
  if (value !== 'message/partial') return null
  const number = countOf(params.get('number'))
  return number === null ? null : { number, total: countOf(params.get('total')) }
}

/**
 * Why a part is less than what it stands for, in words; null for every other part. Pieces are not put together: what
 * nobody looked at as a whole would come in by parts, and the sender's program can be told to send it in one.
 */
export function incompletenessOf(type: HeaderValue): string | null {
  const piece = pieceOf(type)
  if (piece !== null) return `${inWords(piece)} of a mail that was sent in pieces (message/partial)`
  if (type.value !== 'message/external-body') return null
  const { params } = type
  const place = params.get('url') ?? [params.get('site'), params.get('directory'), params.get('name')]
  const told = (typeof place === 'string' ? [place] : place).filter((one) => one !== undefined).join(' ')
  return `the content is kept elsewhere (message/external-body): ${told.slice(0, 300)}`
}

/** A name for a piece: what the mail is called, and which piece it is. */
export const pieceName = (subject: string, piece: { number: number; total: number | null }): string =>
  `${subject === '' ? 'message' : subject.slice(0, 120)} (${inWords(piece)}).eml`

const inWords = ({ number, total }: { number: number; total: number | null }): string =>
  total === null ? `part ${number}` : `part ${number} of ${total}`

function countOf(text: string | undefined): number | null {
  return text !== undefined && /^[0-9]{1,6}$/.test(text.trim()) ? Number(text) : null
}
