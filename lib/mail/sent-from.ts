import { isGetApp } from './get-app'
import { mobileSignatureParts, mobileSignatures, namedSignatures } from './reply-phrases'
import { wordList } from './word-list'

/** The line that a phone or a program puts under a mail: "Sent from my iPhone", "Get Outlook for iOS". */
export function isSentFrom(line: string): boolean {
  const text = withoutMarks(line.trim().slice(0, 400).toLowerCase())
  if (text.length === 0 || text.length >= 160) return false
  if (/^(?:sent|send) (?:from|via|with|by|using|through) /.test(text))
    return isAppName(text, MAX_APP_WORDS) || isOfBrand(text)
  if (namedSignatures.some((one) => text.startsWith(one)))
    return isAppName(text, MAX_PLAIN_WORDS) && namesThing(text)
  if (isGetApp(text)) return true
  if (mobileSignatures.some((one) => text.startsWith(one))) return isAppName(text, MAX_LINE_WORDS)
  if (sentWords.has(text.split(/[ '’]/, 1)[0] ?? '') && namesProgram(text))
    return isAppName(text, MAX_LINE_WORDS)
  if (text.length >= 60) return false
  if (/^(?:von meinem(?:\/meiner)?|from my|from|via) /.test(text) || /^\S+ from (?:my )?/.test(text))
    return namesDevice(text)
  return mobileSignatureParts.some((one) => text.includes(one)) && isAppName(text, MAX_LINE_WORDS)
}

/** Brackets, stars and targets of links: "Get [Outlook for iOS](https://…)", "<Sent from my phone>", "*Inviato da …*". */
const withoutMarks = (text: string): string =>
  text
    .replace(/[(<]https?:[^\s)>]{0,300}[)>]/g, '')
    .replace(/^[<[(*_"|~\-–—\s]+/, '')
    .replace(/[[\]*]/g, '')

/** Carriers and makers say more: "Sent via the Samsung Galaxy S21 5G, an AT&T 5G smartphone". */
function isOfBrand(text: string): boolean {
  const name = text.replace(/^\S+ \S+ (?:my |the )?(?:all[ -]new )?/, '')
  const words = name.split(' ')
  return (
    brands.has(name.split(/[ ,;!.®™]/, 1)[0] ?? '') &&
    words.length <= MAX_BRAND_WORDS &&
    /phone|device|tablet|galaxy|\bapp\b|e-?mails|network/.test(words.slice(-4).join(' ')) &&
    !/\?$| (?:is|was|are|were|does|did|do|has|have|not|but|came|arrived|broken|never) /.test(name)
  )
}

const brands: ReadonlySet<string> = new Set(
  wordList(
    'aol|at&t|bell|blackberry|boost|cricket|freedom|galaxy|htc|huawei|lg|mailspring|metropcs|motorola|nokia|oneplus|oppo|' +
      'pixel|rogers|samsung|spectrum|sprint|t-mobile|telstra|telus|tracfone|tuta|tutanota|verizon|xfinity|xiaomi',
  ),
)

const MAX_BRAND_WORDS = 12

const MAX_APP_WORDS = 7
/** Other languages need more of them: "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet." */
const MAX_LINE_WORDS = 11
const MAX_PLAIN_WORDS = 8

/** "Sent from TypeApp<http://...>" and "Sent from my iPhone", but not "Sent from my desk, which is easier." */
function isAppName(text: string, maxWords: number): boolean {
  const name = text.split('<')[0]?.trim() ?? ''
  if (isExcused(name) && (namesProgram(name) || DEVICE.test(name))) return true
  const isSentence =
    / (?!verizon|samsung|android|lg|htc|at&t)\S+, (?!(?:an? )?(?:samsung|android|lg|htc|motorola|at&t))/.test(
      ` ${name}`,
    ) || / (?:is|was|are|and|but|the|your|our) /.test(name)
  if (name.split(' ').length > maxWords || isSentence || /[;!?]$/.test(name)) return false
  if (name.split(' ').length > MAX_PLAIN_WORDS && !/mail|app|outlook|phone|android|pad\b/.test(name))
    return false
  return (
    namesDevice(name) ||
    !(/\d{3}/.test(name) || sentenceWords.some((one) => ` ${name} `.includes(` ${one} `)))
  )
}

const DEVICE = /phone|mobile|device|tablet|pad\b|handy|mobil|cellul|telefon|téléphone|móvil|celular/

/** What people let their phones add: that they are brief, or are sorry for that. */
const isExcused = (name: string): boolean =>
  excuses.some((one) => name.includes(one)) ||
  (/ sorry| apolog|scusa(?:te)? /.test(name) &&
    /typo|brev|brief|short|terse|spell|correct|error|refus|thumb|finger|mistake/.test(name))

const excuses = [
  ' excuse',
  ' typos',
  ' brevity',
  'brevità',
  'excusez',
  'veuillez excuser',
  'entschuldig',
  'tippfehler',
  'disculp',
  'desculp',
]

/** Words of a sentence, which names of programs and things do not have. */
const sentenceWords = wordList(
  'non|che|ieri|oggi|ufficio|pacco|ne|pas|hier|matin|colis|nicht|nie|aber|gestern|nach|bis|ayer|pero|não|ontem|mas|' +
    'niet|nooit|maar|gisteren|inte|ikke|igår|nie|wczoraj|ale|не|вчера|ne|nije|juče|jučer|no|nav|لم|لا|أمس|لكن|לא|אבל|אתמול|' +
    'eile|vakar|kemarin|tidak|semalam|tapi',
)

/** Ends with what people carry: "von meinem iPhone gesendet", "Eva from mobile". */
const namesDevice = (text: string): boolean =>
  /(?:iphone|ipad|android|galaxy|samsung|huawei|xiaomi|redmi|oppo|pixel|nokia|motorola|blackberry|smartphone|handy|mobil|mobile|phone|cellulare|telefono|téléphone|teléfono|celular|telemóvel|telefon|телефон|tablet|gerät)[^.,;?]{0,25}\.?[>)]*$/.test(
    text,
  )

/** "Sent" in other languages, as the first word of such a line. */
const sentWords: ReadonlySet<string> = new Set(
  wordList(
    'inviato|inviata|envoyé|envoyée|gesendet|enviado|enviada|verzonden|verstuurd|wysłano|wysłane|skickat|skickades|sendt|' +
      'lähetetty|odesláno|odoslané|trimis|отправлено|надіслано|στάλθηκε|poslano|provenance',
  ),
)

const namesProgram = (text: string): boolean =>
  /outlook|gmail|e?-?mail\b|windows|yahoo|android|iphone|ipad|galaxy|samsung|thunderbird|proton|smartphone|\bapp\b|blackberry|\bspark\b|почт/.test(
    text,
  )

const namesThing = (text: string): boolean =>
  /outlook|gmail|yahoo|android|iphone|ipad|galaxy|samsung|huawei|xiaomi|thunderbird|proton|smartphone|blackberry|phone|هاتف|جوال|סמארטפון|טלפון|телефон|โทรศัพท์/.test(
    text,
  )
