import { lowerCase } from './lower-case'
import { normaliseSubject } from './subject'

/** What of a subject can be compared; made once, as each is compared with many. */
export interface SubjectWords {
  /** Null when the subject says nothing that can be compared. */
  whole: Words | null
  /** The same without the mark of a ticket; null where there is none. */
  withoutMark: Words | null
  /** It ends in dots: a program cut it off. */
  isCut: boolean
}

interface Words {
  /** In lower case, without accents and signs, with a space before and after each. */
  spaced: string
  /** The same without the spaces. */
  letters: string
}

/**
 * The words of a subject that its writer chose: without the prefixes of answers in any language, tags of lists and
 * gateways, and "(was: …)". Linear.
 */
export function readSubjectWords(subject: string): SubjectWords {
  const base = normaliseSubject(subject.slice(0, MAX_LENGTH)).base.replace(FORMER, '')
  const untagged = base.replace(TAGS, ' ')
  const whole = DAMAGED.test(base) ? null : (wordsOf(untagged) ?? wordsOf(base))
  if (whole === null || PLACEHOLDERS.has(whole.spaced.trim())) return nothingSaid
  const withoutMark = wordsOf(untagged.replace(MARKS, ' '))
  return {
    whole,
    withoutMark: withoutMark?.letters === whole.letters ? null : withoutMark,
    isCut: CUT.test(base),
  }
}

/** Whether it says anything that can be compared. */
export const saysSomething = ({ whole }: SubjectWords): boolean => whole !== null

/**
 * Whether two subjects may be the same: equal but for accents, spaces, a mark or words around it, or one is the other cut
 * off. Of two that name different numbers neither is the other's. A subject that says nothing differs from none.
 */
export function maySaySame(one: SubjectWords, other: SubjectWords): boolean {
  if (one.whole === null || other.whole === null) return true
  const isCut = one.isCut || other.isCut
  if (isWithin(one.whole, other.whole, isCut)) return true
  if ((one.withoutMark === null) === (other.withoutMark === null)) return false
  return isWithin(one.withoutMark ?? one.whole, other.withoutMark ?? other.whole, isCut)
}

function isWithin(one: Words, other: Words, isCut: boolean): boolean {
  // Where a header line was folded, programs lose or add a space.
  if (one.letters === other.letters) return true
  const [short, long] = one.letters.length < other.letters.length ? [one, other] : [other, one]
  const { length } = short.letters
  const isTelling = length >= (isCut ? MIN_CUT_LETTERS : MIN_TRUNCATED_LETTERS)
  if (isTelling && long.letters.startsWith(short.letters)) return true
  const isPhrase = length >= MIN_WORD_LETTERS || short.spaced.length > length + 2
  return isPhrase && long.spaced.includes(short.spaced)
}

function wordsOf(text: string): Words | null {
  const words = lowerCase(text.normalize('NFKD').replace(/\p{M}+/gu, ''))
    .replaceAll('ß', 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  return words === '' ? null : { spaced: ` ${words} `, letters: words.replaceAll(' ', '') }
}

const nothingSaid: SubjectWords = { whole: null, withoutMark: null, isCut: false }

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
