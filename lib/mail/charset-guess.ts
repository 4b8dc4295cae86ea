/**
 * Which charset bytes are in that say nothing of it: by the letters that are frequent in the languages it is used
 * for. Only for text that is not of the Latin alphabet, where a wrong guess leaves not one word readable; the
 * accents of western languages are left to windows-1252. null: no idea.
 */
export function guessEncoding(bytes: Uint8Array): string | null {
  const sample = bytes.length > SAMPLE_BYTES ? bytes.subarray(0, SAMPLE_BYTES) : bytes
  const { high, pairs, letters } = countBytes(sample)
  if (high < MIN_HIGH_BYTES || high < letters * 0.4) return null
  if (pairs >= high * 0.3) {
    const wide = best(wideScripts, sample, bytes.length === sample.length)
    if (wide !== null) return wide
  }
  return best(narrowScripts, sample, true)
}

const SAMPLE_BYTES = 16 * 1024
const MIN_HIGH_BYTES = 6

/** `letters`: everything that is part of a word. `pairs`: bytes above ASCII behind which another one stands. */
function countBytes(bytes: Uint8Array): { high: number; pairs: number; letters: number } {
  let high = 0
  let pairs = 0
  let ascii = 0
  for (let i = 0; i < bytes.length; i++) {
    const code = bytes[i] ?? 0
    if (code > 0x7f) {
      high++
      if ((bytes[i + 1] ?? 0) > 0x7f) pairs++
    } else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) ascii++
  }
  return { high, pairs, letters: high + ascii }
}

type Script = { readonly encoding: string; readonly frequent: RegExp; readonly least: number }

/** Two bytes a letter. What is no valid text in them is none; then the letters that stand in every sentence count. */
const wideScripts: readonly Script[] = [
  { encoding: 'shift_jis', frequent: /[\u3041-\u3093\u30a1-\u30fc]/, least: 0.3 },
  { encoding: 'euc-jp', frequent: /[\u3041-\u3093\u30a1-\u30fc]/, least: 0.3 },
  { encoding: 'euc-kr', frequent: /[\uac00-\ud7a3]/, least: 0.92 },
  {
    encoding: 'gb18030',
    frequent:
      /[的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运您请谢联系问题订单发票客服]/,
    least: 0.4,
  },
  {
    encoding: 'big5',
    frequent:
      /[的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運您請謝聯繫訂單發票客服]/,
    least: 0.4,
  },
]

/** One byte a letter: the letters that make up two thirds of a text. */
const narrowScripts: readonly Script[] = [
  { encoding: 'windows-1251', frequent: /[оеаинтсрвлкідмпуяыь]/, least: 0.58 },
  { encoding: 'koi8-r', frequent: /[оеаинтсрвлкдмпуяыь]/, least: 0.58 },
  { encoding: 'ibm866', frequent: /[оеаинтсрвлкдмпуяыь]/, least: 0.58 },
  { encoding: 'iso-8859-5', frequent: /[оеаинтсрвлкідмпуяыь]/, least: 0.58 },
  { encoding: 'windows-1253', frequent: /[αοιετσνηυρπκόάίέ]/, least: 0.6 },
  { encoding: 'windows-1255', frequent: /[יוהלאמרתשבנד]/, least: 0.6 },
  { encoding: 'windows-1256', frequent: /[اليمنورتهبةعدس]/, least: 0.6 },
  { encoding: 'windows-874', frequent: /[านรกอเงมยลวดทส่้ัิี]/, least: 0.6 },
]

/** The best of them, where it is clearly better than the next. */
function best(scripts: readonly Script[], bytes: Uint8Array, isWhole: boolean): string | null {
  const ranked = scripts
    .map((script) => ({ script, share: shareOf(script, bytes, isWhole) }))
    .filter(({ script, share }) => share >= script.least)
    .toSorted((a, b) => b.share - a.share)
  const [first, second] = ranked
  if (first === undefined || (second !== undefined && first.share - second.share < 0.05)) return null
  return first.script.encoding
}

function shareOf({ encoding, frequent }: Script, bytes: Uint8Array, isWhole: boolean): number {
  let text: string
  try {
    // A sample may end inside a letter.
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: !isWhole })
  } catch {
    // TypeError: no text of that charset.
    return 0
  }
  let all = 0
  let hits = 0
  let capitals = 0
  for (const char of text) {
    if (char <= '\u007f' || isWidePunctuation(char)) continue
    all++
    if (frequent.test(char)) hits++
    else if (frequent.test(char.toLowerCase())) capitals++
  }
  // One Cyrillic charset read as another turns small letters into capitals; few people write in capitals only.
  return all === 0 ? 0 : Math.max(hits / all, (hits + capitals) / all - 0.12)
}

const isWidePunctuation = (char: string): boolean =>
  (char >= '\u3000' && char <= '\u3020') || (char >= '\uff00' && char <= '\uff60')
