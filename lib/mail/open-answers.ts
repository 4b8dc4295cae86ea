import { saysWhereItAnswers } from './answer-announcements'
import { bareLine } from './attribution'
import { isSentFrom } from './sent-from'
import { hasText, lastWithText } from './text-lines'
import { wordList } from './word-list'

/**
 * Whether the writer's lines above a quote leave open that he goes on inside it: he says so ("my answers
 * below in red"), or wrote no more than a salutation and how he signs. What he added there looks like what he quotes,
 * so that nothing may be folded.
 */
export function leavesAnswersOpen(above: readonly string[]): boolean {
  return saysNothing(above) || announcesAnswers(above.map(bareLine).filter((line) => line !== ''))
}

function saysNothing(above: readonly string[]): boolean {
  const lines = above
    .filter((line) => !isSentFrom(line))
    .map(bareLine)
    .filter((line) => line !== '')
  const rest = lines.slice(isSalutation(lines[0] ?? '') ? 1 : 0)
  const [next] = rest
  return next === undefined ? hasText(above) : isClosing(next)
}

/** "Best regards," and what stands below it: thanks are an answer, this is none. */
const isClosing = (line: string): boolean =>
  /^(?:--|—)$/.test(line) || closings.has(line.replace(/[\s,.!]+$/, ''))

/** "See my answers below in red", "See below.": where nobody goes on below the quote, he went on inside it. */
function announcesAnswers(above: readonly string[]): boolean {
  const lines = above.slice(0, MAX_LINES).map(bareLine)
  if (lines.some(isAnnouncement)) return true
  return lines
    .filter((line) => line !== '')
    .slice(0, MAX_POINTER_LINES)
    .some(isPointer)
}

/** Below a salutation, before a signature. */
const MAX_POINTER_LINES = 4
const MAX_POINTER_WORDS = 14

/** A short line of its own that sends the reader into the quote. */
function isPointer(line: string): boolean {
  const count = line.split(/\s+/).length
  if (count > MAX_POINTER_WORDS || (count > MAX_POINTER_WORDS / 2 && !/[.!:;,…]$/.test(line))) return false
  return pointers.some((one) => includesWord(line, one)) || ideographic.some((one) => line.includes(one))
}

function includesWord(line: string, word: string): boolean {
  const at = line.indexOf(word)
  if (at < 0) return false
  const after = line[at + word.length] ?? ''
  return !/\p{L}/u.test(line[at - 1] ?? '') && !/\p{L}/u.test(after)
}

const MAX_LINES = 30

/**
 * "The screen says:" and lines with arrows: who introduces a quote names a date, an address or a person. Three arrows
 * and no fewer are what a program asks with.
 */
export function isShown(above: readonly string[], quoted: readonly string[]): boolean {
  if (quoted.every((line) => /^>>> ?(?!>)/.test(line) || line.trim() === '')) return true
  const last = lastWithText(above) ?? ''
  if (!/[:：]\s*$/.test(last.slice(-20))) return false
  const shown = quoted.filter((line) => line.replace(/[>\s]/g, '') !== '').length
  return shown <= MAX_SHOWN || (!/[\d@]/.test(last) && !/ \p{Lu}/u.test(last))
}

const MAX_SHOWN = 3

const isSalutation = (line: string): boolean =>
  /[,，:!]$/.test(line) &&
  line.split(' ').length <= 5 &&
  salutations.some((one) => line.startsWith(one) && !/\p{L}/u.test(line[one.length] ?? ''))

const salutations = wordList(
  'hi|hello|hey|dear|good morning|good afternoon|good evening|ciao|buongiorno|buonasera|salve|gentile|gentili|gent.mo|' +
    'gent.ma|spettabile|spett.le|caro|cara|bonjour|bonsoir|salut|cher|chère|madame|monsieur|hallo|guten tag|guten morgen|' +
    'guten abend|liebe|lieber|sehr geehrte|sehr geehrter|servus|moin|grüß gott|hola|buenos días|buenas tardes|buenas|' +
    'estimado|estimada|estimados|olá|bom dia|boa tarde|boa noite|prezado|prezada|prezados|caros|beste|dag|geachte|' +
    'goedemorgen|goedemiddag|hoi|hej|hejsan|hei|kære|god dag|bästa|cześć|dzień dobry|witam|szanowni|szanowny|szanowna|' +
    'moi|hyvä|ahoj|dobrý den|vážený|vážená|kedves|tisztelt|szia|bună|bună ziua|stimate|stimată|merhaba|sayın|γεια|' +
    'γεια σας|καλημέρα|здравствуйте|добрый день|привет|уважаемый|уважаемая|вітаю|доброго дня|добрий день|您好|你好|안녕하세요',
)

const closings: ReadonlySet<string> = new Set(
  wordList(
    'best regards|kind regards|warm regards|regards|best|best wishes|cheers|sincerely|yours sincerely|br|cordiali saluti|' +
      'distinti saluti|saluti|cari saluti|un saluto|buona giornata|cordialement|bien cordialement|salutations|bien à vous|' +
      'bonne journée|mit freundlichen grüßen|mit freundlichem gruß|freundliche grüße|viele grüße|beste grüße|liebe grüße|' +
      'mfg|lg|vg|gruß|grüße|saludos|un saludo|saludos cordiales|atentamente|atenciosamente|cumprimentos|' +
      'com os melhores cumprimentos|melhores cumprimentos|abraço|met vriendelijke groet|vriendelijke groet|groeten|groet|' +
      'mvg|med vänlig hälsning|vänliga hälsningar|hälsningar|mvh|med venlig hilsen|med vennlig hilsen|venlig hilsen|hilsen|' +
      'pozdrawiam|z poważaniem|terveisin|ystävällisin terveisin|s pozdravem|s pozdravom|üdvözlettel|cu stimă|saygılarımla|' +
      'με εκτίμηση|с уважением|з повагою|此致|よろしくお願いいたします',
  ),
)

/** An answer, and where in the quote to look for it: both in one line. */
function isAnnouncement(line: string): boolean {
  if (inline.some((one) => line.includes(one))) return true
  return saysWhereItAnswers(line)
}

const inline = wordList(
  'answered inline|answers inline|comments inline|replies inline|responses inline|reply inline|inline below|see inline|' +
    'inline answers|inline comments|inline replies|inline responses|in-line below|interlinear|nel testo qui sotto|' +
    'dans le corps du message|dans le texte ci-dessous|antworten inline|inline beantwortet|antworten im text|' +
    'im text unten|antwoorden inline|entre líneas|entre linhas',
)

const pointers = wordList(
  'see below|see under|see the bottom|see bottom|scroll down|vedi in fondo|siehe am ende|voir en bas|ver al final|ver no final|zie onderaan|' +
    'look below|read below|below, please|please below|below please|as below|inline|in-line|' +
    'point by point|vedi sotto|vedi qui sotto|vedere sotto|veda sotto|vedete sotto|vedasi sotto|leggi sotto|' +
    'leggere sotto|guarda sotto|qui sotto|più sotto|vedi di seguito|risposte in linea|rispondo in linea|' +
    'commenti in linea|risposte nel testo|rispondo nel testo|punto per punto|siehe unten|siehe weiter unten|sieh unten|' +
    's. unten|s.u.|s. u.|siehe untenstehend|siehe nachstehend|punkt für punkt|voir ci-dessous|voir plus bas|' +
    'voir ci-après|voir dessous|cf. ci-dessous|cf ci-dessous|lire ci-dessous|dans le texte|point par point|ver abajo|' +
    'véase abajo|vea abajo|mira abajo|ver más abajo|véase más abajo|punto por punto|ver abaixo|veja abaixo|vide abaixo|' +
    'ver mais abaixo|ponto por ponto|ponto a ponto|zie onder|zie hieronder|zie beneden|punt voor punt|patrz poniżej|' +
    'zobacz poniżej|zob. poniżej|punkt po punkcie|se nedan|se nedenfor|se under|se herunder|punkt för punkt|' +
    'punkt for punkt|katso alla|ks. alla|kts. alla|kohta kohdalta|viz níže|pozri nižšie|bod po bodu|lásd alább|' +
    'lásd lent|ld. lent|pontról pontra|vezi mai jos|vedeți mai jos|punct cu punct|aşağıya bakınız|aşağıya bakın|' +
    'aşağıda|см. ниже|смотрите ниже|смотри ниже|по пунктам|див. нижче|дивіться нижче|по пунктах|δείτε παρακάτω|βλ. παρακάτω',
)

/** Without blanks between the words. */
const ideographic = wordList(
  '见下|見下|请看下|請看下|以下回复|以下回覆|下記参照|下記の通り|下記のとおり|以下の通り|以下のとおり|本文中に|아래 참조|아래 참고|아래와 같이|아래를',
)
