import { lowerCase } from './lower-case'
import { normaliseSubject } from './subject'

/** What of a subject can be compared. */
export interface SubjectWords {
  /** Lower-case words without accents and signs; empty when the subject says nothing that can be compared. */
  words: string
  /** The same without the mark of a ticket; they are equal where there is none. */
  wordsWithoutMark: string
  /** It ends in dots: a program cut it off. */
  isCut: boolean
}

/**
 * The words of a subject that its writer chose: without the prefixes of answers in any language, tags of lists and
 * gateways, and "(was: …)". Linear.
 */
export function readSubjectWords(subject: string): SubjectWords {
  const base = normaliseSubject(subject.slice(0, MAX_LENGTH)).base.replace(FORMER, '')
  if (DAMAGED.test(base)) return nothingSaid
  const untagged = base.replace(TAGS, ' ')
  const words = wordsOf(untagged) || wordsOf(base)
  if (words === '' || PLACEHOLDERS.has(words)) return nothingSaid
  return { words, wordsWithoutMark: wordsOf(untagged.replace(MARKS, ' ')) || words, isCut: CUT.test(base) }
}

/**
 * Whether two subjects may be the same: equal but for accents, spaces, a mark or words around it, or one is the other cut
 * off. Of two that name different numbers neither is the other's. A subject that says nothing differs from none.
 */
export function maySaySame(one: SubjectWords, other: SubjectWords): boolean {
  if (one.words === '' || other.words === '') return true
  if (isWithin(one.words, other.words, one.isCut || other.isCut)) return true
  const isMarkedOnce = (one.words === one.wordsWithoutMark) !== (other.words === other.wordsWithoutMark)
  return isMarkedOnce && isWithin(one.wordsWithoutMark, other.wordsWithoutMark, one.isCut || other.isCut)
}

function isWithin(one: string, other: string, isCut: boolean): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  // Where a header line was folded, programs lose or add a space.
  const letters = short.replaceAll(' ', '')
  if (letters === long.replaceAll(' ', '')) return true
  const isTelling = letters.length >= (isCut ? MIN_CUT_LETTERS : MIN_TRUNCATED_LETTERS)
  if (isTelling && long.replaceAll(' ', '').startsWith(letters)) return true
  const isPhrase = short.includes(' ') || letters.length >= MIN_WORD_LETTERS
  return isPhrase && ` ${long} `.includes(` ${short} `)
}

const wordsOf = (text: string): string =>
  lowerCase(text.normalize('NFKD').replace(/\p{M}+/gu, ''))
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const nothingSaid: SubjectWords = { words: '', wordsWithoutMark: '', isCut: false }

const MAX_LENGTH = 400
/** Few letters begin many subjects: only of longer ones is it a sign that one is the other's beginning. */
const MIN_TRUNCATED_LETTERS = 12
const MIN_CUT_LETTERS = 4
/** "Order" stands in the subject of every other matter as well; a longer word or two words do not. */
const MIN_WORD_LETTERS = 8

/** "New lamp (was: Chair)": people name the old subject when they change it. */
const FORMER = /[([](?:was|war|ehemals|era|ex|anciennement|était)\b[^()[\]]{0,300}[)\]]\s*$/iu
const TAGS = /\[[^[\]]{1,60}\]|\{[^{}]{1,60}\}|\*{2,5}[^*]{1,40}\*{2,5}/gu
const MARKS =
  /(?:\b(?:ticket|case|caso|fall|vorgang|anfrage|richiesta|demande|request|ref|rif|id|nr|no)[ .:]{0,3})?#\s?\d{1,12}\b/giu
const CUT = /(?:\.{2,}|…)\s*$/u
/** A character that could not be decoded, or a question mark in its place. */
const DAMAGED = /\uFFFD|\p{L}\?{1,4}\p{L}|=\?[\w-]{2,40}\?/u
/** What programs and people put where there is no subject. */
const PLACEHOLDERS = new Set([
  'no subject',
  'kein betreff',
  'ohne betreff',
  'nessun oggetto',
  'senza oggetto',
  'sans objet',
  'aucun objet',
  'sin asunto',
  'sem assunto',
  'geen onderwerp',
])
