import { wordList } from './word-list'

/**
 * Words that say "forwarded" and "original message", by their stems: clients write "Forwarded message", "Begin
 * forwarded message:", "Forwarded by ...", each language with its own endings. They only count in a line that
 * has the shape of a mark.
 */
const forwardStems = wordList(
  'forward|inoltrat|transféré|transfere|transmis|réexpédi|reexpedi|weitergeleitet|weiterleitung|reenviad|reenviat|' +
    'encaminhad|doorgestuurd|doorgezonden|videresend|viderebring|vidarebefordra|vidaresän|framsend|áframsend|välitetty|' +
    'edelleenlähet|edelleen lähet|przekaz|przesłan|przesyłan|přeposl|přeposíl|předan|přesměr|preposl|preposiel|' +
    'prepošl|továbbít|redirecț|redirecţ|redirect|înaint|transmis|iletil|iletti|yönlendir|пересыл|пересл|переадрес|' +
    'перенаправ|переслан|пересил|препрат|прослеђ|proslijeđ|proslijed|prosleđ|posredovan|edastat|persiųst|persiunč|' +
    'pārsūt|転送|转发|轉寄|轉發|전달|προωθ|הועבר|מועבר|המועבר|توجيه|محولة|chuyển tiếp|diteruskan|terusan|ส่งต่อ',
)

const originalStems = wordList(
  "original|d'origine|d’origine|ursprüng|ursprung|oorspronkelijk|oprindelig|opprinnelig|upprunaleg|oryginaln|původní|" +
    'pôvodn|alkuperäinen|eredeti|orijinal|özgün|izvorn|izvirn|algne|algse|originaal|pirminis|sākotnēj|исходн|оригинал|' +
    'первоначальн|оригінал|вихідн|початков|元のメッセージ|元のメール|原始|原邮件|原郵件|원본|αρχικό|πρωτότυπο|מקורית|' +
    'الأصلية|gốc|pesan asli|ต้นฉบับ|reply message|replied message|antwort nachricht|message de réponse|邮件原件|郵件原件|origineel|' +
    'urspr. nachricht|orixinal|jatorrizko|pradinis laiškas|پیام اصلی|मूल संदेश',
)

const MAX_MARK = 200
const MAX_WORDS = 8

/**
 * "---------- Forwarded message ---------", "Begin forwarded message:", "Weitergeleitete Nachricht von ... -----".
 * Expects the line without quote marks, lower-case. What follows the closing dashes is not looked at: some
 * clients put the whole header block into the same line.
 */
export function isForwardMark(line: string): boolean {
  const inner = markText(line)
  return inner !== null && forwardStems.some((stem) => inner.includes(stem))
}

/** "-----Original Message-----" and its translations, Hotmail's "_____" variant included. */
export function isOriginalMark(line: string): boolean {
  const inner = markText(line)
  return inner !== null && !inner.endsWith(':') && originalStems.some((stem) => inner.includes(stem))
}

/** What stands between the dashes, or before the colon; null when the line has not the shape of a mark. */
export function markText(line: string): string | null {
  const text = line.slice(0, MAX_MARK)
  let from = 0
  while (from < text.length && '-=—–‐_~* '.includes(text[from] ?? '')) from++
  if (from >= 3) {
    const end = text.indexOf('--', from)
    const inner = text.slice(from, end < 0 ? text.length : end).trim()
    return inner.length > 2 && (end >= 0 || inner.split(' ').length <= MAX_WORDS) ? inner : null
  }
  const inner = text.trim()
  const isShort = inner.length < 70 && inner.split(/\s+/).length <= MAX_WORDS
  return isShort && /[:：]$/.test(inner) ? inner : null
}

/** What follows the closing dashes of a mark, where a client wrote everything into one line. */
export function afterMark(line: string): string {
  const start = line.search(/[^\s\-=—–‐_~*]/)
  if (start < 0) return ''
  const end = line.indexOf('--', start)
  if (end < 0) return ''
  return line.slice(end).replace(/^[-\s]+/, '')
}
