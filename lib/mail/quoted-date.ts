import { withUsualDigits } from './usual-digits'
import { wordList } from './word-list'
import { zoneOffsets } from './zone-offsets'

/**
 * Month names by how they begin, lower-case and without accents, in the languages of `field-labels.ts`. A stem
 * stands for one month in all of them; those that would not ("lis": November in Polish, October in Croatian) are
 * left out, and such a date stays a text.
 */
const monthStems: readonly (readonly string[])[] = [
  'jan|jaan|ene|gen|sty|led|sijec|tam|oca|янв|січ|ιαν|ian|saus|ינואר|يناير|ژانویه|जनवर|มกราคม',
  'feb|fev|veebr|lut|unor|velj|helm|sub|фев|лют|φεβ|vasar|פברואר|فبراير|شباط|فوریه|फ़रवर|กุมภาพันธ์',
  'mar|maart|mrt|bre|ozuj|maal|мар|бер|μαρ|kovo|מרץ|مارس|آذار|मार्च|มีนาคม',
  'apr|abr|avr|kwi|dub|travn|huht|nis|апр|квіт|απρ|baland|אפריל|أبريل|نيسان|آوریل|अप्रैल|เมษายน',
  'may|mai|mag|maj|mei|kve|svib|touko|май|мая|трав|μαι|geg|מאי|مايو|أيار|พฤษภาคม',
  'jun|juun|giu|juin|cze|cerv|cvn|lipn|lipanj|kesa|haz|iun|июн|черв|ιουν|birz|יוני|يونيو|حزيران|ژوئن|जून|มิถุนายน',
  'jul|juul|lug|juil|lipc|lipi|cvc|cervenc|cervenec|srpnj|srpanj|heina|tem|iul|июл|лип|ιουλ|liep|יולי|يوليو|تموز|ژوئیه|जुलाई|กรกฎาคม',
  'aug|ago|agu|aou|sie|srpna|srpen|kolo|elo|авг|серп|αυγ|rugp|אוגוסט|أغسطس|اوت|अगस्त|สิงหาคม',
  'sep|set|szept|wrz|zari|ruj|syys|eyl|сен|вер|σεπ|rugs|ספטמבר|سبتمبر|أيلول|سپتامبر|सितंबर|सितम्बर|กันยายน',
  'oct|okt|ott|out|paz|rij|loka|eki|окт|жовт|οκτ|spal|אוקטובר|أكتوبر|اکتبر|अक्तूबर|अक्टूबर|ตุลาคม',
  'nov|stud|marras|kas|noi|noe|ноя|лист|νοε|lapkr|נובמבר|نوفمبر|نوامبر|नवंबर|नवम्बर|พฤศจิกายน',
  'dec|dez|dic|des|dets|gru|pros|joulu|ara|дек|груд|δεκ|gruod|דצמבר|ديسمبر|دسامبر|दिसंबर|दिसम्बर|ธันวาคม',
].map(wordList)

export type QuotedDate = { readonly at: Date; readonly isZoneKnown: boolean }

/**
 * A date as clients print it above a quoted mail ("Montag, 2. März 2026 09:12", "10/28/2021 4:52 PM EST",
 * "2022年9月19日 17:55"). Without a zone it is read as UTC and says so. null when day and month could be swapped
 * (`isDayFirst`: the words around it are of a language that writes the day first), or when the month is not known: a
 * wrong date is worse than the text, which is kept beside it.
 */
export function readQuotedDate(text: string, isDayFirst = false): QuotedDate | null {
  const source = plain(withUsualDigits(text.slice(0, 200)))
  const day = readDay(source, isDayFirst)
  if (day === null) return null
  const clock = /(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\s{0,3}([ap])\.?\s?m(?!\p{L}))?/u.exec(
    source.replace(day.matched, ' '),
  )
  const hour =
    clock === null
      ? 0
      : hourOf(Number(clock[1]), /오후|下午|午後|晚上|\d\s?م(?:\s|$)/.test(source) ? 'p' : clock[4])
  const minute = clock === null ? 0 : Number(clock[2])
  if (hour > 23 || minute > 59) return null
  const zone = zoneOf(text.slice(0, 200).replace(/\d{1,4}([-./])\d{1,2}\1\d{1,4}/g, ' '))
  const at = new Date(
    Date.UTC(day.year, day.month, day.day, hour, minute - (zone ?? 0), Number(clock?.[3] ?? 0)),
  )
  return day.year < 1970 || day.year > 2199 ? null : { at, isZoneKnown: zone !== null }
}

type Day = { year: number; month: number; day: number; matched: string }

function readDay(source: string, isDayFirst: boolean): Day | null {
  const eastern = /(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/.exec(source)
  const iso = eastern ?? /\b(\d{4})[-./]\s?(\d{1,2})[-./]\s?(\d{1,2})\b/.exec(source)
  if (iso) return day(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), iso[0])
  // First the month by its name: "kl. 09.12.00" looks like a date too.
  const named = vietnameseDay(source) ?? namedDay(source)
  if (named !== null) return named
  const numeric = /\b(\d{1,2})([-./])\s?(\d{1,2})[-./]\s?(\d{4}|\d{2})\b/.exec(source)
  return numeric ? numericDay(numeric, isDayFirst) : null
}

/** "lúc 09:12 2 tháng 3, 2026": its months are numbers. */
function vietnameseDay(source: string): Day | null {
  const found = /\b(\d{1,2}) (?:thang|thg) (\d{1,2}),? (?:nam )?(\d{4})\b/.exec(source)
  return found && day(Number(found[3]), Number(found[2]) - 1, Number(found[1]), found[0])
}

/** With dots the day stands first everywhere; with slashes only a number over 12 tells, or the language. */
function numericDay(found: RegExpExecArray, isDayFirst: boolean): Day | null {
  const [first, second, year] = [Number(found[1]), Number(found[3]), fullYear(found[4] ?? '')]
  if (found[2] === '.' || first > 12 || (isDayFirst && second <= 12))
    return day(year, second - 1, first, found[0])
  if (second > 12 || first === second) return day(year, first - 1, second, found[0])
  return null
}

/** From the right: "mardi 2 novembre 2021" begins with what could be March. */
function namedDay(source: string): Day | null {
  const parts = source
    .replace(/(\d)-(\p{L}{3,12})-(?=\d)/gu, '$1 $2 ')
    .split(/[\s,،]+/)
    .filter((word) => word !== '')
  for (let i = parts.length - 1; i >= 0; i--) {
    const month = monthOf(parts[i] ?? '')
    if (month === null) continue
    const year = parts.slice(i + 1, i + 5).find((part) => /^\d{4}\.?$/.test(part))
    const before =
      dayNumber(parts[i - 1]) ?? (/^de$/.test(parts[i - 1] ?? '') ? dayNumber(parts[i - 2]) : null)
    const after = dayNumber(parts[i + 1])
    const number = before ?? after
    const yearBefore = parts.slice(Math.max(0, i - 3), i).find((part) => /^\d{4}\.?$/.test(part))
    const full = year ?? yearBefore
    if (number === null || full === undefined) continue
    return day(Number.parseInt(full, 10), month, number, full)
  }
  return null
}

function day(year: number, month: number, number: number, matched: string): Day | null {
  if (month < 0 || month > 11 || number < 1 || number > 31) return null
  return { year: year > 2400 && year < 2700 ? year - BUDDHIST : year, month, day: number, matched }
}

/** The years of Thailand. */
const BUDDHIST = 543

const dayNumber = (part: string | undefined): number | null =>
  part !== undefined && /^\d{1,2}(?:\.|st|nd|rd|th|er|º|-?a)?$/.test(part) ? Number.parseInt(part, 10) : null

/** The longest stem wins: "červenec" is July although it begins like June. */
function monthOf(word: string): number | null {
  // Hebrew writes "in March" as one word.
  const bare = word.replace(/[.,]/g, '').replace(/^ב(?=\p{L}{3})/u, '')
  if (bare.length < 3 || /\d/.test(bare)) return null
  let best: { month: number; length: number } | null = null
  for (const [month, stems] of monthStems.entries()) {
    for (const stem of stems) {
      if (bare.startsWith(plain(stem)) && stem.length > (best?.length ?? 0))
        best = { month, length: stem.length }
    }
  }
  return best?.month ?? null
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined || hour > 12) return hour
  return (hour % 12) + (half === 'p' ? 12 : 0)
}

const fullYear = (year: string): number => (year.length === 2 ? 2000 + Number(year) : Number(year))

function zoneOf(text: string): number | null {
  const numeric = /(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?\b(?!.*\d[:.]\d\d)/.exec(text)
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return minutes > 14 * 60 ? null : numeric[1] === '-' ? -minutes : minutes
  }
  const named = text
    .trim()
    .split(/[\s()]+/)
    .findLast((word) => Object.hasOwn(zoneOffsets, word))
  return named === undefined ? null : (zoneOffsets[named] ?? null)
}

const plain = (text: string): string =>
  text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').replace(/\s+/g, ' ')
