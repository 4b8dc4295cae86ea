import { expect, test } from 'vitest'
import { generatedAnswer } from '@/lib/mail/answer-signs'
import type { Classification } from '@/lib/mail/classification'
import { classify } from '@/lib/mail/classify'
import { parseMail } from '@/lib/mail/parse'

async function classified(from: string, head: string, text: string): Promise<Classification> {
  const source = `From: ${from}\nTo: help@desk.example\nMessage-ID: <x@uno.example>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n${head}\n\n${text}\n`
  const mail = await parseMail(Buffer.from(source))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return classify(mail)
}

const eva = 'Eva Rossi <eva@uno.example>'
const nobody = 'Uno <noreply@uno.example>'
const answer = 'In-Reply-To: <1@desk.example>\nSubject: Re: Order 12'
const nullSender = `Return-Path: <>\n${answer}`

test.each([
  'I am out of the office until Monday and will read your mail then.',
  'Sono in ferie fino al 9 marzo, risponderò al mio rientro.',
  "Je suis absente jusqu'au 9 mars.",
  'Ich bin bis zum 9. März nicht im Büro und habe keinen Zugriff auf meine Mails.',
  'Estaré ausente hasta el lunes.',
  'Estou de férias até segunda-feira.',
  'Ik ben op vakantie tot 9 maart.',
  'Jestem na urlopie do 9 marca.',
  'I no longer work for Uno. Please write to anna@uno.example.',
  'Questa casella non è più attiva, scrivere a info@uno.example.',
])('who is away answers with the null sender, in any words: %s', async (text) => {
  expect((await classified(eva, nullSender, text)).kind).toBe('vacation')
})

test.each([
  'Thank you for contacting us. Somebody will look at it.',
  'Grazie per averci scritto, abbiamo ricevuto il suo messaggio.',
  'Nous avons bien reçu votre demande.',
  'Vielen Dank für Ihre Nachricht, wir melden uns bald.',
  'Hemos recibido su mensaje.',
  'Bedankt voor uw bericht.',
])('an answer with the null sender that only confirms is a program: %s', async (text) => {
  expect((await classified(eva, nullSender, text)).kind).toBe('auto-reply')
})

test.each([
  'This is an automatic message, please do not reply. We have your request.',
  'Questo è un messaggio automatico, si prega di non rispondere.',
  'Ceci est un message automatique, merci de ne pas y répondre.',
  'Dies ist eine automatisch generierte E-Mail, bitte antworten Sie nicht darauf.',
  'Este es un mensaje automático, por favor no responda.',
  'Esta é uma mensagem automática, não responda a este e-mail.',
  'Dit is een automatisch gegenereerd bericht.',
  'Abbiamo ricevuto la sua richiesta. Il messaggio è stato generato automaticamente.',
])('an answer from an address nobody writes from, that says so itself, is a program: %s', async (text) => {
  const { kind, mayAutoAnswer, evidence } = await classified(nobody, answer, text)
  expect(kind).toBe('auto-reply')
  // It may end a mail that a colleague wrote into such a program: somebody looks.
  expect(evidence.map(({ rule }) => rule)).toContain(generatedAnswer)
  expect(mayAutoAnswer).toBe(false)
})

test.each([
  ['a colleague who writes by a system for tickets', nobody, answer, 'The parcel leaves tomorrow. Anna'],
  [
    'who quotes such a sentence',
    nobody,
    answer,
    'Thanks!\n> This is an automatic message, please do not reply.',
  ],
  [
    'who asks about such a mail',
    eva,
    answer,
    'I got "this is an automatic message, please do not reply". Why?',
  ],
  ['who was away', eva, answer, 'I was out of the office, sorry. Please send it.'],
  ['who is away and says so himself', eva, answer, 'Sono fuori ufficio, la chiamo domani. Grazie, Eva'],
  ['who thanks', eva, answer, 'Thank you for your message. When will it be done?'],
  ['who writes first and has no sender', eva, 'Return-Path: <>\nSubject: Order', 'I am on vacation in Rome.'],
])('%s is no program', async (_, from, head, text) => {
  expect((await classified(from, head, text)).kind).toBe('human')
})

test.each([
  ['Subject: Out of office Re: Order 12', 'Back on Monday.'],
  ['Subject: Order 12 [Risposta automatica]', 'Torno lunedì.'],
  ['Subject: Automatic reply from eva@uno.example', 'Thanks.'],
  [
    'Subject: Re: Order 12 [verify#a1b2c3d4e5]',
    'To prove that you are a real person: https://uno.example/v?x=1',
  ],
])('%s is the title of a program', async (head, text) => {
  expect(['auto-reply', 'vacation']).toContain(
    (await classified(eva, `In-Reply-To: <1@desk.example>\n${head}`, text)).kind,
  )
})

test.each([
  ['Vakantie: Bestelling', 'Ik ben met vakantie.'],
  ['Vacaciones: Pedido', 'Estoy de vacaciones hasta el 9 de marzo.'],
  ['Ferie: Ordine', 'Sono in ferie.'],
])('"%s" is of a program with the null sender, and of a person without', async (subject, text) => {
  expect((await classified(eva, `Return-Path: <>\nSubject: ${subject}`, text)).kind).toBe('vacation')
  expect((await classified(eva, `Subject: ${subject}`, text)).kind).toBe('human')
})

test.each(['X-Mailer: Uno Autoresponder 2', 'X-Out-Of-Office: yes', 'User-Agent: vacation/1.2'])(
  '%s is the mark of a program',
  async (header) => {
    expect((await classified(eva, `${answer}\n${header}`, 'Hi')).kind).toBe('auto-reply')
  },
)

test.each(['LISTSERV@uno.example', 'Majordomo@uno.example', 'sympa@uno.example'])(
  'what %s answers are results of commands',
  async (from) => {
    const { kind, mayAutoAnswer } = await classified(from, answer, '>>>> Thank you\n**** not recognized')
    expect(kind).toBe('auto-reply')
    expect(mayAutoAnswer).toBe(false)
  },
)
