import { wordList } from './word-list'

/**
 * The advertisement of a program as its own line: "Get Outlook for iOS" in the languages it is written in. Verb, program
 * and system are its only words: "Get Outlook for iOS working again" is written by somebody.
 */
export function isGetApp(text: string): boolean {
  const name = (text.split('<')[0] ?? '').trim().replace(/[„“”"]/g, '')
  const words = name.split(/[\s’']+/)
  if (words.length > MAX_WORDS || !/outlook|gmail|yahoo mail|proton mail|courrier|posta\b/.test(name))
    return false
  if (!/\b(?:ios|ipados|android|windows|mac)/.test(name)) return false
  if (endings.some((one) => name.endsWith(one)) || ideographic.some((one) => name.startsWith(one)))
    return true
  return (
    verbs.has(words[0] ?? '') && /\b(?:ios|ipados|android|windows|mac)[^\s?!]{0,8}(?: \d{1,2})?$/.test(name)
  )
}

const MAX_WORDS = 7

const verbs: ReadonlySet<string> = new Set(
  wordList(
    'get|download|ottieni|scarica|obtenez|obtenir|téléchargez|télécharger|holen|obtener|obtén|descargar|descarga|descargue|obter|' +
      'obtenha|baixar|baixe|descarregar|descarregue|pobierz|få|hent|hämta|hanki|hae|lataa|získat|stáhnout|získať|' +
      'získajte|stiahnuť|letöltés|descărcați|obțineți|nabavite|preuzmi|preuzmite|prenesite|pridobite|atsisiųsti|atsisiųskite|' +
      'lejupielādēt|lejupielādējiet|iegūt|hangi|laadi|αποκτήστε|λήψη|κατεβάστε|изтеглете|изтегляне|вземете|преузми|преузмите|' +
      'получить|получите|скачать|скачайте|загрузить|завантажити|завантажте|отримати|отримайте|indir|unduh|dapatkan|tải|' +
      'دریافت|احصل|الحصول|تنزيل|קבל|קבלת|הורד|להורדת|baixa|obteniu',
  ),
)

/** Where the language puts the verb last. */
const endings = wordList(
  'beziehen|herunterladen|downloaden|ophalen|edinin|edin|indirin|beszerzése|letöltése|を入手|を取得|をダウンロード|다운로드|받기|获取|下载|取得',
)

/** Without blanks between the words. */
const ideographic = wordList('获取|獲取|取得|下载|下載|ดาวน์โหลด|รับ ')
