import { lowerCase } from './lower-case'
import { wordList } from './word-list'

/** A program says of itself what it is, in its first sentence. */
const openings: readonly string[] = wordList(
  'this is an automatic reply|this is an automatic response|this is an automatic answer|this is an auto reply|' +
    'this is an auto-reply|this is an autoreply|this is an auto response|this is an auto-response|this is an autoresponse|' +
    'this is an automated reply|this is an automated response|this is an automated acknowledg|' +
    'this is an automatically generated reply|this is an automatically generated response|' +
    'this is an auto-generated reply|this is an auto-generated response|this message is an automatic reply|' +
    'this message is an automatic response|this message is an automated re|this email is an automatic reply|' +
    'this email is an automated re|i apologize for this automatic reply|' +
    'questa è una risposta automatica|questo è un messaggio di risposta automatic|il presente è un messaggio automatico di risposta|' +
    'ceci est une réponse automatique|ceci est un message de réponse automatique|cette réponse est automatique|' +
    'dies ist eine automatische antwort|dies ist eine automatisch generierte antwort|dies ist eine automatisch erstellte antwort|' +
    'das ist eine automatische antwort|dies ist eine automatische abwesenheits|' +
    'esta es una respuesta automática|este es un mensaje de respuesta automática|esta é uma resposta automática|' +
    'esta é uma mensagem de resposta automática|dit is een automatisch antwoord|dit is een automatisch gegenereerd antwoord|' +
    'dit is een automatische reactie|to jest automatyczna odpowiedź|to jest odpowiedź automatyczna|' +
    'to automatyczna odpowiedź|ta wiadomość jest automatyczną odpowiedzią|detta är ett automatiskt svar|' +
    'detta är ett autosvar|dette er et automatisk svar|dette er et autosvar|tämä on automaattinen vastaus|' +
    'toto je automatická odpověď|toto je automatická odpoveď|ez egy automatikus válasz|acesta este un răspuns automat|' +
    'bu otomatik bir yanıttır|αυτή είναι μια αυτόματη απάντηση|это автоматический ответ|це автоматична відповідь|' +
    'これは自動返信|このメールは自動返信|本メールは自動返信|这是自动回复|這是自動回覆|이 메일은 자동 회신|자동 회신 메일입니다',
)

/** What a program says of its mail. People say it of other mails, so that it counts from a sender only that is none. */
const automatic: readonly string[] = wordList(
  'automatically generated|generated automatically|sent automatically|generato automaticamente|generata automaticamente|' +
    'inviato automaticamente|inviata automaticamente|généré automatiquement|envoyé automatiquement|automatisch generiert|' +
    'automatisch erstellt|generado automáticamente|enviado automáticamente|gerada automaticamente|enviada automaticamente|' +
    'this is an automatic message|this is an automated message|this is an automatically generated|this is an auto-generated|' +
    'this message was generated automatically|this message was sent automatically|this email was generated automatically|' +
    'this e-mail was generated automatically|this email was sent automatically|this mailbox is not monitored|' +
    'do not reply to this|please do not reply|do not respond to this|replies to this address|' +
    'questo è un messaggio automatico|questa è una mail automatica|messaggio generato automaticamente|' +
    'mail generata automaticamente|email generata automaticamente|messaggio inviato automaticamente|non rispondere a quest|' +
    'si prega di non rispondere|preghiamo di non rispondere|pregato di non rispondere|' +
    'ceci est un message automatique|message généré automatiquement|message envoyé automatiquement|mail automatique|' +
    'merci de ne pas répondre|merci de ne pas y répondre|ne pas répondre à ce|ne répondez pas à ce|' +
    'automatisch generierte nachricht|automatisch generierte e-mail|automatisch generierte mail|automatisch erstellte nachricht|' +
    'automatisch erstellte e-mail|automatisch erzeugte|automatisch versendet|antworten sie nicht auf diese|antworten sie bitte nicht|' +
    'antworten sie nicht darauf|este es un mensaje automático|mensaje generado automáticamente|correo automático|' +
    'no responda a este|por favor no responda|por favor, no responda|no conteste a este|' +
    'esta é uma mensagem automática|mensagem gerada automaticamente|e-mail automático|não responda a est|por favor, não responda|' +
    'por favor não responda|automatisch gegenereerd|automatisch verzonden|niet op dit bericht te antwoorden|niet op te antwoorden|' +
    'niet op deze e-mail|wiadomość wygenerowana automatycznie|prosimy nie odpowiadać|automatiskt genererat|' +
    'svara inte på detta|automatisk generert|automatisk genereret|ikke svar på denne|svar ikke på denne|' +
    'automaattisesti luotu|älä vastaa tähän|automaticky vygenerov|neodpovídejte na|автоматическое сообщение|' +
    'не отвечайте на это|自動送信|自動配信|返信しないで|返信はご遠慮|系统自动|请勿回复|請勿回覆',
)

/** "I have it" and "I am away": an answer that nobody sends by hand with the null sender. */
const receipts: readonly string[] = wordList(
  'thank you for your message|thank you for your e-mail|thank you for your email|thank you for your mail|' +
    'thanks for your message|thanks for your email|thanks for your e-mail|thank you for contacting|thank you for writing|' +
    'we have received your|we received your|i have received your|your message has been received|your request has been received|' +
    'grazie per il messaggio|grazie per averci|grazie per la tua|grazie per la sua|grazie del messaggio|abbiamo ricevuto|' +
    'ho ricevuto il|merci pour votre|merci de votre|nous avons bien reçu|nous accusons réception|j’ai bien reçu|' +
    'vielen dank für ihre|danke für ihre|danke für deine|wir haben ihre|gracias por su|gracias por tu|gracias por escribir|' +
    'hemos recibido|obrigado pel|recebemos o seu|recebemos a sua|bedankt voor uw|wij hebben uw|dank voor uw|dziękujemy za|' +
    'tack för ditt|takk for din|tak for din|děkujeme za',
)
const absences: readonly string[] = wordList(
  'out of the office|out of office|on vacation|on annual leave|on leave until|on holiday|on parental leave|on maternity leave|' +
    'away from my|away until|limited access to my e|no access to my e|fuori ufficio|fuori sede|in ferie|sono assente|sarò assente|' +
    'al mio rientro|assente dal|assente fino|en congé|en vacances|absent du|absente du|absent jusqu|absente jusqu|à mon retour|' +
    'nicht im büro|im urlaub|nicht im hause|außer haus|abwesend|bin ich wieder|keinen zugriff auf meine|' +
    'fuera de la oficina|de vacaciones|estaré ausente|estoy ausente|a mi regreso|fora do escritório|de férias|' +
    'estarei ausente|estou ausente|afwezig|op vakantie|met vakantie|niet op kantoor|met verlof|na urlopie|poza biurem|nieobecn|' +
    'på semester|inte på kontoret|på ferie|ikke på kontoret|lomalla|na dovolené|mimo kancelář|szabadságon|în concediu|' +
    'no longer work|no longer employed|no longer with|mailbox is no longer|address is no longer|non lavora più|non lavoro più|' +
    'non è più attiv|ne travaille plus|n’est plus valide|n’est plus active|arbeitet nicht mehr|arbeite nicht mehr|nicht mehr für|' +
    'ya no trabaj|não trabalha mais|werkt niet meer|już nie pracuje|' +
    'в отпуске|нет на месте|不在にして|休暇|休假|不在办公室',
)

/** The phrase by which a text that a program sent says so, or null. Quoted lines are whose mail is answered. */
export const saysMachineSentIt = (text: string): string | null => phraseIn(text, automatic)

/** The phrase by which an answer says that a mail came in, or null. */
export const saysItWasReceived = (text: string): string | null => phraseIn(text, receipts)

/** The phrase by which an answer says that its writer is away, or null. */
export const saysHeIsAway = (text: string): string | null => phraseIn(text, absences)

function phraseIn(text: string, phrases: readonly string[]): string | null {
  const own = text
    .slice(0, 2000)
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join(' ')
    .toLowerCase()
    .replace(/['’]/g, '’')
    .replace(/\s+/g, ' ')
  return phrases.find((one) => own.includes(one)) ?? null
}

/** What asks the writer to prove that he is one, before his mail is shown to anybody. */
const challenges: readonly string[] = wordList(
  'verify that you are a real live human|prove that you are human|prove you are human|prove that you are a human|' +
    'verify that you are human|verify that you are not a spam|confirm that you are not a spam|' +
    'only from senders i have approved|from senders i have approved beforehand|added to my list of approved senders|' +
    'added to my allowed senders|add you to my list of allowed senders|has not been delivered yet because you are not|' +
    'awaiting verification by the sender|requires that you verify|your message is being held until|' +
    'is being held because the address|held until you confirm|confirm the delivery of your message by|' +
    'release your message for delivery|your email to me is being held|uses an email verification|' +
    'this one-time verification|one-time authorization|whitelist confirmation|votre message est en attente|' +
    'vous authentifier afin que votre message|authentifier en cliquant|seu e-mail ainda não foi entregue|' +
    'confirme que não é um robô|confirmar que no es spam|verify that you are a real person|prove that you are a real person|' +
    'prove you are a real person|prove that you are not a robot|prove your message was sent by a human|' +
    'message will be held until|held until the sender|not on my list of approved senders|not in my list of approved senders|' +
    'di essere una persona reale|che non sei uno spammer|per essere consegnato deve essere confermato|' +
    'dass sie ein mensch sind|dass sie kein spammer|que vous êtes une personne|que vous n’êtes pas un robot|' +
    'que usted es una persona|que você é uma pessoa|dat u een mens bent',
)

const titles: readonly RegExp[] = [
  /\bverify\s?#\s?[\w-]{6,}/i,
  /\(?\bconf(?:irm)?[#:]\s?[\w-]{8,}\)?$/i,
  /^(?:your (?:e-?mail|message) requires verification|please confirm your message|please verify your e-?mail to)/i,
]

/** The phrase by which a text says that a program answers, or null. Only its beginning is looked at. */
export function saysItIsAutomatic(text: string): string | null {
  const divided = text
    .slice(0, 600)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?\n[\n ]*/g, END)
    .replace(/ ?\n ?(?=[\p{Lu}\d])/gu, END)
    .replace(/[ \n]+/g, ' ')
  const marked = lowerCase(divided).replace(/^[\s*_=\-[(<>!.,]+/, '')
  const start = marked.replaceAll(END, ' ')
  const opening = openings.find((one) => {
    const at = start.indexOf(one)
    // A salutation may stand before it, nothing else.
    const isFirst = at === 0 || (at > 0 && at < 50 && /^[^.?:]{1,48}[,!*\-\])]\s?$/.test(start.slice(0, at)))
    return isFirst && endsClause(marked.slice(at + one.length))
  })
  return opening ?? null
}

/** A paragraph ends here, or a line before a sentence. */
const END = '\u2029'

/**
 * People go on: "this is an automatic reply that I get every day, how do I stop it?". A program has said all by then, or
 * says to whom, from where and why.
 */
function endsClause(rest: string): boolean {
  const word = /^[\p{L}\p{M}]{0,20}/u.exec(rest)?.[0] ?? ''
  const behind = rest.slice(word.length)
  if (/^[^.!\u2029]{0,300}[?？]/.test(behind)) return false
  const next = /^ ([\p{L}\p{M}']{1,20})(?: (?:my|mine)\b)?/u.exec(behind)
  return next === null || (continuations.has(next[1] ?? '') && !/ (?:my|mine)$/.test(next[0]))
}

const continuations = new Set(
  wordList(
    'to|from|for|by|of|sent|generated|on|only|and|because|confirming|acknowledging|system|service|' +
      'di|del|della|dal|dalla|da|per|a|al|alla|generata|generato|inviata|inviato|' +
      'de|du|des|à|au|pour|envoyée|envoyé|générée|généré|suite|auf|von|vom|der|des|zu|zur|zum|für|um|aus|' +
      'del|para|por|al|enviada|generada|generado|do|da|dos|gerada|op|van|voor|om|na|z|od|dla|från|fra|på|til|till|för|for|' +
      'o|pre|pro|на|от|із|від|для|προς|από|için|la|din|pentru',
  ),
)

/** Does the text, without what it quotes, hold a question? */
export const asksSomething = (text: string): boolean =>
  text
    .slice(0, 4000)
    .split('\n')
    .some((line) => !line.startsWith('>') && /[?？؟](?:[\s"'”»)!?]|$)/.test(line))

/** The words of a challenge: in the title, or twice in the text beside a link. */
export function findChallenge(subject: string, text: string): string | null {
  const title = titles.find((one) => one.test(subject.slice(0, 200)))
  const start = text.slice(0, 4000).toLowerCase().replace(/['’]/g, '’').replace(/\s+/g, ' ')
  const said = challenges.filter((one) => start.includes(one))
  const [first] = said
  if (first === undefined) return null
  return title !== undefined || said.length > 1 || start.includes('https://') || start.includes('http://')
    ? first
    : null
}
