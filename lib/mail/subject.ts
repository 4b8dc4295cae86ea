import { lowerCase } from './lower-case'

/**
 * Reply and forward prefixes as the clients of several languages write them, lower-case, without the colon.
 * Only these: "Re" in "Regarding: ..." or "WG" in a word is no prefix because a colon has to follow.
 */
const replyPrefixes = new Set([
  're',
  'r',
  'ris',
  'rif',
  'aw',
  'antw',
  'antwort',
  'rép',
  'rep',
  'réf',
  'rv-re',
  'res',
  'sv',
  'vs',
  'odp',
  'ynt',
  'atb',
  'vá',
  'vál',
  'răsp',
  'rasp',
  'απ',
  'σχετ',
  'ré',
  'válasz',
  'balas',
  'отг',
  'одг',
  'отв',
  'ответ',
  'відп',
  'odg',
  'bls',
  'תשובה',
  'תגובה',
  'الرد',
  'trả lời',
  'ตอบกลับ',
  '回信',
  'השב',
  'رد',
  '回复',
  '答复',
  '回覆',
  '答覆',
  '返信',
  '회신',
  '답장',
])
const forwardPrefixes = new Set([
  'fw',
  'fwd',
  'i',
  'inoltro',
  'inoltra',
  'tr',
  'wg',
  'rv',
  'enc',
  'reenv',
  'reencaminhar',
  'vb',
  'vl',
  'doorst',
  'doorgestuurd',
  'weitergeleitet',
  'reenviado',
  'réexp',
  'rrv',
  'pārs',
  'препр',
  'перенаправлено',
  'chuyển tiếp',
  'ส่งต่อ',
  'pd',
  'przek',
  'videresend',
  'videresendt',
  'vidarebefordrat',
  'redir',
  'továbbítás',
  'továbbítva',
  'tov',
  'ilt',
  'přep',
  'předáno',
  'prep',
  'proslj',
  'prosl',
  'edastus',
  'fs',
  'trs',
  'πρθ',
  'пересл',
  'переслано',
  'переадр',
  'пересил',
  'הועבר',
  'إعادة توجيه',
  'tr-fw',
  '转发',
  '轉寄',
  '轉發',
  '転送',
  '전달',
])

const MAX_PREFIXES = 50
const MAX_PREFIX_LENGTH = 20

export type NormalisedSubject = { readonly base: string; readonly kind: 'new' | 'reply' | 'forward' }

/**
 * "Re: R: [Fwd: Ordine]" to "Ordine". `kind` is what the outermost prefix says. A subject of prefixes only
 * keeps its last word rather than becoming empty without reason. Linear.
 */
export function normaliseSubject(subject: string): NormalisedSubject {
  let rest = subject.trim()
  let kind: NormalisedSubject['kind'] = 'new'
  for (let i = 0; i < MAX_PREFIXES; i++) {
    const bracketed = rest.startsWith('[') && rest.endsWith(']') ? rest.slice(1, -1).trim() : rest
    const found = readPrefix(bracketed) ?? readPrefix(withoutTags(rest))
    if (found === null) break
    if (kind === 'new') kind = found.kind
    rest = found.rest
  }
  return { base: rest, kind }
}

/**
 * "[EXTERNAL] Re: x", "***SPAM*** Fwd: x": gateways and lists write in front of what a client wrote. Only above a prefix
 * are they no words of the subject: a ticket's number or a project may stand there as well.
 */
function withoutTags(subject: string): string {
  let rest = subject
  for (let i = 0; i < MAX_TAGS; i++) {
    const tag = TAG.exec(rest.slice(0, MAX_TAG_LENGTH))
    if (tag === null) break
    rest = rest.slice(tag[0].length).trimStart()
  }
  return rest
}

const MAX_TAGS = 5
const MAX_TAG_LENGTH = 60
const TAG = /^(?:\[[^[\]]{1,50}\]|\*{2,5}[^*]{1,40}\*{2,5}):?/

function readPrefix(subject: string): { kind: 'reply' | 'forward'; rest: string } | null {
  const head = subject.slice(0, MAX_PREFIX_LENGTH)
  const colon = head.search(/[:：]/)
  if (colon < 1) return null
  // "RE :" (French), "Re[2]:" and "Re (3):" (counters), "Re^2:".
  const word = lowerCase(
    head
      .slice(0, colon)
      .trim()
      .replace(/\s?(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4}|\*\d{1,4})$/, '')
      .trim()
      .replace(/\.$/, ''),
  )
  const rest = subject.slice(colon + 1).trim()
  if (replyPrefixes.has(word)) return { kind: 'reply', rest }
  return forwardPrefixes.has(word) ? { kind: 'forward', rest } : null
}
