/** Labels that mails use beside those of the WHATWG standard, and what they stand for. */
const aliases: Readonly<Record<string, string>> = {
  'unicode-1-1-utf-8': 'utf-8',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-1-1-utf-7': 'utf-7',
  utf7: 'utf-7',
  utf16: 'utf-16',
  // The newer standard holds the older ones.
  gb2312: 'gb18030',
  'gb-2312': 'gb18030',
  'gb2312-80': 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  'euc-cn': 'gb18030',
  'x-euc-cn': 'gb18030',
  hz: 'hz-gb-2312',
  'x-sjis': 'shift_jis',
  'shift-jis': 'shift_jis',
  sjis: 'shift_jis',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  jis: 'iso-2022-jp',
  'x-jis': 'iso-2022-jp',
  iso2022jp: 'iso-2022-jp',
  ksc5601: 'euc-kr',
  uhc: 'euc-kr',
  'cn-gb': 'gb18030',
  'big-5': 'big5',
  'ks-c-5601-1987': 'euc-kr',
  'ks-c-5601': 'euc-kr',
  'iso-8859-8-e': 'iso-8859-8',
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  // What is declared as one of these two holds the curly quotes of the other as often as not.
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  ansi: 'windows-1252',
  'iso-ir-100': 'windows-1252',
  'koi8-ru': 'koi8-u',
  koi8: 'koi8-r',
  koi8r: 'koi8-r',
  koi8u: 'koi8-u',
  tis620: 'windows-874',
  '-iso-2022-jp$esc': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  macroman: 'macintosh',
  'mac-roman': 'macintosh',
  'x-mac-roman': 'macintosh',
  maccyrillic: 'x-mac-cyrillic',
  'mac-cyrillic': 'x-mac-cyrillic',
  // Two bytes a letter, where the bytes are that at all.
  unicode: 'utf-16',
  'ucs-2': 'utf-16',
  'iso-10646-ucs-2': 'utf-16',
  utf: 'utf-8',
}

/** Code pages of Windows and DOS, by number. */
const codePages: Readonly<Record<string, string>> = {
  '437': 'ibm437',
  '850': 'ibm850',
  '852': 'ibm852',
  '858': 'ibm858',
  '866': 'ibm866',
  '874': 'windows-874',
  '932': 'shift_jis',
  '936': 'gb18030',
  '949': 'euc-kr',
  '950': 'big5',
  '1200': 'utf-16',
  '1201': 'utf-16be',
  '10000': 'macintosh',
  '10007': 'x-mac-cyrillic',
  '20127': '',
  '20866': 'koi8-r',
  '21866': 'koi8-u',
  '50220': 'iso-2022-jp',
  '50221': 'iso-2022-jp',
  '50222': 'iso-2022-jp',
  '50225': 'iso-2022-kr',
  '51932': 'euc-jp',
  '51949': 'euc-kr',
  '52936': 'hz-gb-2312',
  '54936': 'gb18030',
  '65000': 'utf-7',
  '65001': 'utf-8',
}

/** "latin2", "l9": the parts of ISO 8859 by the number of the alphabet. */
const latinParts = ['', '1', '2', '3', '4', '9', '10', '13', '14', '15', '16']

/** Labels that state nothing: senders write them on text that is not ASCII. */
const emptyLabels = new Set([
  'us-ascii',
  'ascii',
  'unknown',
  'unknown-8bit',
  'x-unknown',
  'default',
  '8bit',
  '7bit',
  'binary',
  'default-charset',
  'ansi-x3.4-1968',
  'iso-ir-6',
  'none',
  'null',
  '(null)',
  'nil',
  'undefined',
  'unspecified',
  'auto',
  'x-autodetect',
  'autodetect',
  'x-user-defined',
])

/** The charset a label stands for, by one name each; '' when it says nothing. Unknown ones come back as they are. */
export function charsetName(declared: string | null): string {
  const label = (declared ?? '')
    .slice(0, 100)
    .toLowerCase()
    .replace(/["'<>]/g, '')
    .replace(/^\s*charset\s?=/, '')
    .split(/[;,]|\/\//, 1)
    .join('')
    .trim()
    .replace(/[_\s]/g, '-')
  if (label === '' || emptyLabels.has(label)) return ''
  if (/^(?:x-)?utf-?8(?!\d)/.test(label)) return 'utf-8'
  const page = PAGE.exec(label)?.[1]
  if (page !== undefined) return ofCodePage(page)
  const latin = /^(?:iso-)?(?:l|latin)-?(\d{1,2})$/.exec(label)?.[1]
  const part = latin === undefined ? isoPart(label) : latinParts[Number(latin)]
  const name = part === undefined ? label : `iso-8859-${part}`
  const known = aliases[name] ?? name
  // "windows-1252http-equivcontent-type", "iso-8859-1-windows-3.1-latin-1": what the label begins with.
  const begun = known === label && part === undefined ? BEGUN.exec(label)?.[1] : undefined
  return begun === undefined ? known : charsetName(begun)
}

const PAGE = /^(?:x-)?(?:(?:windows-)?cp|ms|windows|win|ibm|dos|codepage|)-?(\d{3,5})(?:l|-\d{4})?$/
const BEGUN = /^(windows-125\d|iso-8859-\d{1,2}|koi8-[ru])(?=\D.)(?!-[ei]$)/

function ofCodePage(page: string): string {
  const number = Number(page)
  if (number >= 1250 && number <= 1258) return `windows-${number}`
  if (number > 28590 && number < 28606) return charsetName(`iso-8859-${number - 28590}`)
  return codePages[String(number)] ?? `cp${page}`
}

/** "iso8859_15", "iso_8859-1:1987", "8859-2". */
const isoPart = (label: string): string | undefined =>
  /^(?:iso)?-?8859-?(\d{1,2}(?:-[ei])?)(?::\d{4})?$/.exec(label)?.[1]
