import { wordList } from './word-list'

/**
 * How writers say that they answer inside of what they quote: what they gave, and where in the quote it stands, as
 * beginnings of words, by language, for words of two languages next to each other say nothing ("alla" is "below" in
 * Finnish). Adding a language is adding a row.
 */
const languages: readonly (readonly [answers: string, places: string])[] = [
  [
    'my answer|my repl|my comment|my response|remark|my note|see mine|our answer|our comment|our repl|answered|commented|answers|' +
      'replies|comments|responses|replied|responded',
    'below|at the bottom|the bottom|at the end|in your mail|in your email|in your e-mail|in your text|in your message|' +
      'within your|in the text|in the body|between the lines|between your|after your question|after each|next to your|' +
      'under each|under your|beneath|in red|in blue|in green|in yellow|in bold|in caps|in capitals|in italics|in colo|' +
      'highlighted|marked|marks my|prefixed|with >>|with **',
  ],
  [
    'rispost|rispond|commenti|i miei commenti|le mie note|annotazioni|osservazioni',
    'sotto|in fondo|in calce|nel testo|nel corpo|nella tua mail|nella sua mail|tra le righe|fra le righe|in rosso|in blu|' +
      'in verde|in giallo|evidenziat|in grassetto|in maiuscolo|in corsivo|di seguito|accanto',
  ],
  [
    'réponse|répond|commentaire|mes remarques|mes annotations',
    'ci-dessous|plus bas|en bas|à la fin|dans le texte|dans votre texte|dans ton texte|dans votre mail|dans votre message|' +
      'dans le corps|entre les lignes|en rouge|en bleu|en vert|en jaune|surlign|en gras|en majuscules|en italique|ci-après',
  ],
  [
    'antwort|beantwortet|kommentar|anmerkung',
    'unten|am ende|zwischen den zeilen|im text|in ihrem text|in deinem text|in ihrer mail|in deiner mail|in rot|in blau|' +
      'in grün|rot|gelb|fett|markiert|kursiv|in großbuchstaben|hinter den|hinter ihre|nachstehend|untenstehend',
  ],
  [
    'respuesta|respond|contest|comentario|anotacion',
    'abajo|debajo|al final|en el texto|en su texto|en tu texto|en el cuerpo|entre líneas|en rojo|en azul|en verde|' +
      'en amarillo|resaltad|en negrita|en mayúsculas|en cursiva|a continuación',
  ],
  [
    'resposta|respond|comentário',
    'abaixo|em baixo|no final|no fim|no texto|no corpo|no seu texto|entre linhas|nas entrelinhas|em vermelho|em azul|' +
      'em verde|em amarelo|destacad|a negrito|em negrito|em maiúsculas|a seguir',
  ],
  [
    'antwoord|opmerking|beantwoord|gereageerd|reactie',
    'hieronder|onderaan|in de tekst|in je tekst|in uw tekst|in je mail|in uw mail|tussen de regels|in rood|in het rood|' +
      'in blauw|in groen|in geel|geel|vetgedrukt|cursief|in hoofdletters|beneden',
  ],
  [
    'svar|mina svar|mine svar|kommentar|besvara',
    'nedan|nedenfor|herunder|i texten|i teksten|i din text|i din tekst|mellan raderna|mellem linjerne|mellom linjene|' +
      'i rött|i rødt|med rött|med rødt|i blått|med blå|i gult|med gult|i fetstil|med fed|längst ner|nederst',
  ],
  [
    'odpowied|odpowiad|komentarz',
    'poniżej|na dole|w tekście|w treści|na czerwono|na niebiesko|na zielono|na żółto|między wierszami|pogrubion|na końcu',
  ],
  ['vasta|komment', 'alla|tekstissä|tekstin sis|punaisella|sinisellä|keltaisella|lopussa|rivien väli'],
  [
    'odpov|komentář|komentár|poznámk',
    'níže|nižšie|dole|v textu|v texte|červeně|červenou|modře|modrou|žlutě|tučně|na konci|mezi řádky',
  ],
  ['válasz|megjegyzés', 'lent|alább|alul|a szövegben|pirossal|kékkel|sárgával|a végén|a sorok között'],
  [
    'răspuns|comentari',
    'mai jos|în text|în corpul|cu roșu|cu albastru|cu galben|la final|la sfârșit|printre rânduri',
  ],
  ['cevap|yanıt|yorum', 'aşağıda|metnin içinde|metin içinde|kırmızı|mavi|sarı|en altta|altında'],
  ['απαντ|απάντ|σχόλι', 'παρακάτω|στο κείμενο|με κόκκινο|με μπλε|πιο κάτω|στο τέλος'],
  [
    'ответ|комментари',
    'ниже|внизу|в тексте|по тексту|в вашем письме|красным|синим|зелёным|жёлтым|желтым|между строк|в конце',
  ],
  ['відповід|коментар', 'нижче|внизу|у тексті|в тексті|по тексту|червоним|синім|жовтим|в кінці'],
  ['回复|答复|回答|回覆|答覆|批注', '下文|下方|下面|文中|文内|红色|紅色|红字|蓝色|藍色|黄色|如下|以下'],
  ['回答|返信|返答|コメント', '下記|文中|本文中|赤字|青字|赤で|以下|文末'],
  ['답변|회신|답을|코멘트', '아래|본문|빨간|파란|붉은|하단'],
]

const rows = languages.map(([answers, places]) => ({
  answers: wordList(answers),
  places: wordList(places),
}))

/** Whether one sentence of a line, lower-case, says both. */
export const saysWhereItAnswers = (line: string): boolean =>
  line
    .split(/[.!?;。！？]+(?:\s|$)/)
    .some((sentence) => rows.some(({ answers, places }) => has(sentence, answers) && has(sentence, places)))

const has = (text: string, words: readonly string[]): boolean => words.some((word) => beginsWord(text, word))

/** Japanese and Chinese write without blanks. */
function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (/^[\u3000-\u9fff\uac00-\ud7af]/.test(word) || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  }
  return false
}
