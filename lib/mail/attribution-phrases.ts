import { wordList } from './word-list'

/**
 * How mail clients introduce what they quote, lower-case, all languages together: which one it is need not be
 * known, since an attribution also needs a date, an address or quoted lines below it. Adding a language is adding
 * words; nothing else knows one.
 */
/** How such a line begins, when it does not begin with the name or a weekday. */
export const attributionStarts: readonly string[] = wordList(
  'on |at |in a message dated |il giorno |il |in data |nel giorno |alle |le |en date du |am |an |um |el |en |em |a las |' +
    'a |às |no dia |op |den |på |d. |dnia |w dniu |dne |dňa |v |ve |ma |ti |ke |to |pe |la |su |în data |pe data de |în |' +
    'la data de |на |в |у |във |στις |την |ngày |vào |lúc |pada |em |el día |dia |klo |datums |u |dana |tarihinde |' +
    'kuupäeval |ב-|ב |في |בתאריך |از ',
)

/** Verbs and what stands for them. */
export const attributionVerbs: readonly string[] = wordList(
  'wrote|writes|said|sent|has written|ha scritto|scrive|scriveva|hai scritto|a écrit|écrit|écrivait|a ecrit|schrieb|schrieben|' +
    'geschrieben|schreibt|escribió|escribio|ha escrito|escribía|escribe|va escriure|ha escrit|escreveu|escreve|schreef|geschreven|' +
    'napisana przez|skrev|skrifaði|kirjoitti|kirjutas|napisał|napisała|napisał(a)|napisano|pisze|napsal|napsala|napsal(a)|napísal|napísala|' +
    'napísal(a)|píše|piše|napisal|napisala|napisao|je napisao|írta|ezt írta|a következőt írta|írt|a scris|yazdı|şunu yazdı|şunları yazdı|' +
    'yazmış|написал|написала|написал(а)|пишет|писал|написав|написала|пише|пишете|написа|написао|έγραψε|έγραψες|rašė|parašė|' +
    'rakstīja|đã viết|viết|menulis|כתב|כתבה|כתב/ה|‏כתב|كتب|كتبت|เขียน|書きました|のメール|のメッセージ|書いた|写道|寫道|写到|写信|' +
    'escribiu|geskryf|idatzi du|idatzi zuen|skreiv|shkroi|напиша|је написао|је написала|напісаў|напісала|бичсэн|жазды|' +
    'yazıb|aliandika|isinulat ni|نوشت|نوشته است|لکھا|ने लिखा|लिहिले|লিখেছেন|எழுதியது|დაწერა|գրել է|' +
    '撰写|작성|님이 작성|썼습니다|작성했습니다|쓴 글|작성한 글|작성함|napisał/a|napsal/a|napísal/a|написав(-ла)|написав(ла)',
)

/** Openings that say it without a verb. */
export const quotingStarts: readonly string[] = wordList(
  'quoting |zitat von |citando |citaat van |missatge de |citat von |citeren |citerar |cytowanie |lainaus |citát |' +
    'idézet (|selon ',
)

/** Verbs that make an introduction of a name alone: what a programme or a manual "writes" is no mail. */
export const pastVerbs: readonly string[] = wordList(
  'wrote|ha scritto|a écrit|schrieb|escribió|escreveu|schreef|skrev|napisał|napisała|napisał(a)|kirjoitti|napsal|' +
    'napsala|napsal(a)|a scris|írta|yazdı|написал|написала|написал(а)|написав|έγραψε',
)

/** What no name begins with, before such a verb. */
export const noNames: ReadonlySet<string> = new Set(
  wordList(
    'the|this|that|my|our|your|their|his|her|he|she|it|they|we|you|i|who|someone|somebody|il|lo|la|le|gli|un|una|uno|mio|' +
      'mia|nostro|nostra|suo|sua|lui|lei|chi|qualcuno|mon|ma|notre|votre|son|sa|il|elle|on|quelqu|der|die|das|ein|eine|' +
      'mein|meine|unser|unsere|ihr|ihre|sein|seine|er|sie|es|wer|jemand|man|el|los|las|mi|nuestro|nuestra|su|él|ella|' +
      'alguien|o|a|os|as|um|uma|meu|minha|nosso|nossa|seu|sua|ele|ela|alguém|de|het|een|mijn|onze|ons|hij|zij|iemand|' +
      'min|mitt|mina|vår|vårt|han|hon|hun|den|det|någon|noen|nogen|mój|moja|nasz|nasza|on|ona|ktoś',
  ),
)

/** Verbs that some clients leave without a colon. */
export const openVerbs: readonly string[] = wordList(
  'wrote|ha scritto|a écrit|schrieb|escribió|escreveu|schreef|skrev|写道|寫道|書きました',
)

/** Words between the date and the name of "Op 28-10-2026 12:46 heeft Eva <eva@uno.example> geschreven:". */
export const verbFillers: readonly string[] = wordList(
  'wrote|heeft|schrieb|schreef|skrev|napisał|napisała|napisał(a)|kirjoitti|escribió|escreveu|ha scritto|a écrit|' +
    'użytkownik|пользователь|користувач|uživatel|używatel|kullanıcısı|tarihinde|klo|kl.|o|um|at|от|från|uhr|følgende',
)
