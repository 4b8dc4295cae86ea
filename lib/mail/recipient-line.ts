import { parseAddress } from './address'

/** One, or a whole line of them: "a@b, c@d". */
export function leadingAddresses(line: string): string[] {
  const first = leadingAddress(line)
  if (first === null) return []
  const pieces = /[,;]/.test(line)
    ? line
        .replace(LABEL, '')
        .split(/[,;]\s{0,5}/, 21)
        .filter((piece) => piece !== '')
    : []
  const all = pieces.map(
    (piece) =>
      parseAddress(piece.replace(/^\d{1,3}[.)]\s{0,3}/, '').replace(/^<(.{1,320})>$/, '$1'))?.address,
  )
  const named = all.filter((one) => one !== undefined)
  return named.length > 1 && named.length === all.length ? named : [first]
}

/** The address that a line begins with, whatever list or label stands before it. */
export function leadingAddress(line: string): string | null {
  if (!line.includes('@')) return null
  const start = line
    .replace(/^(?:(?:[-*•>+]|\d{1,3}[.)])\s{0,3}){0,3}/, '')
    // sendmail's answers: "550 5.1.1 <a@b>... User unknown".
    .replace(/^[45]\d\d (?:[45]\.\d{1,3}\.\d{1,3} )?(?=<?[^\s<>]{1,200}>?\.\.\.)/, '')
    .replace(LABEL, '')
    // A source route (RFC 5321 appendix C): "@gateway:a@b".
    .replace(/^@[^\s:<>@]{1,200}:/, '')
    .replace(/^(?:rfc822;\s?)?["'<[(]{0,3}/i, '')
  const word = (start.split(/[\s<>"'[\](),;]/, 1)[0] ?? '')
    .replace(/[:.*_]+$/, '')
    .replace(/^(?:mailto:|smtp[:=])/i, '')
  // "a@b: 550 ..." and "a@b..." are one word with what follows.
  const address = word.includes('...') ? (word.split('...', 1)[0] ?? '') : word
  const found = parseAddress(address)?.address ?? (UNUSUAL.test(address) ? address : null)
  // "Mario Rossi/Cliente@CLIENTE" is a name in a directory of Notes.
  return found !== null && /\/[^@]{0,64}@[^.]{1,64}$/.test(found) ? null : found
}

/** Addresses that failed because they are none: a host by its number, letters that no domain has. */
const UNUSUAL = /^[^\s<>"@()[\],;:\\/]{1,64}@[a-z\d_#-]{1,63}(?:\.[a-z\d_#-]{1,63}){1,8}\.?$/i

const LABEL =
  /^(?:(?:final-|original-|failed )?recipients?(?: address(?:es)?)?|failed (?:address|recipient)|address|e-?mail|rcpt to|delivery to|user|mailbox|destinatari[oa]|indirizzo|destinataire|adresse|empf(?:ä|ae)nger(?:adresse)?|direcci[oó]n|endereço|ontvanger|adresat|odbiorca|mottagare|modtager|mottaker|vastaanottaja|příjemce|címzett|alıcı|получатель|адрес(?:ат)?|одержувач|παραλήπτης|收件人|收件者|宛先|받는 사람)\s?[:：]\s{0,8}/i

/** Words around an @, and where each begins. */
export function addressWords(line: string): { at: number; word: string }[] {
  const found: { at: number; word: string }[] = []
  let at = line.indexOf('@')
  while (at >= 0 && found.length < 20) {
    let from = at
    while (from > 0 && at - from < 70 && isAddressChar(line[from - 1] ?? '')) from--
    let to = at + 1
    while (to < line.length && to - at < 260 && isAddressChar(line[to] ?? '')) to++
    found.push({
      at: from,
      word: line
        .slice(from, to)
        .replace(/[.'`*|-]+$/, '')
        .replace(/^(?:smtp=|[`'*|])+/i, ''),
    })
    at = line.indexOf('@', to)
  }
  return found
}

const isAddressChar = (char: string): boolean =>
  /[^\s<>"[\](),;:@\\（）「」『』【】《》：；，、。]/.test(char)

/** At the beginning of a line, or as the user that it speaks of. */
export function namesLocalPart(line: string, address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase()
  const last = line.toLowerCase().replace(/[\s.>"')]{1,10}$/, '')
  if (
    last.endsWith(local) &&
    /(?:user|recipient|mailbox|account|:)[\s<"'(]{1,5}$/.test(last.slice(0, -local.length))
  )
    return true
  const start = line.replace(/^[<"' ]{0,5}/, '').toLowerCase()
  return start.startsWith(local) && !/^[\w.@-]/.test(start.slice(local.length).replace(/^\.\.\./, ' '))
}
