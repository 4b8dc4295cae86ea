import { describe, expect, it } from 'vitest'
import { splitReplyText } from '@/lib/mail/reply-text'

/** A mail, and what of it is new. */
const shapes: readonly (readonly [string, string])[] = [
  ['Good idea.\n\n------On 12/29/2025 17:32 PM, Julius Kaiser wrote-----\n\nLet us meet.', 'Good idea.'],
  [
    'Please enter your feedback below. Thank you.\n\n------------------------------------- Enter Feedback Below -------------------------------------\n\nThe room was warm.',
    'Please enter your feedback below. Thank you.\n\n------------------------------------- Enter Feedback Below -------------------------------------\n\nThe room was warm.',
  ],
  [
    'Invitation for a visit:\n\nDate: Wednesday 3, October 2026 \nTime: 7 : 00am \nAddress: 130 Fox St\n\nPlease bring your card.',
    'Invitation for a visit:\n\nDate: Wednesday 3, October 2026 \nTime: 7 : 00am \nAddress: 130 Fox St\n\nPlease bring your card.',
  ],
  [
    'Lorem\n\nLe 23 janv. 2026 à 22:03, Ada Help <help@desk.example<mailto:help@desk.example>> a écrit:\n\nBonjour!',
    'Lorem',
  ],
  [
    'Lorem\n\nW dniu 28 stycznia 2026 01:53 użytkownik Ada Help <help@desk.example>\nnapisał:\n\nBlah!',
    'Lorem',
  ],
  ['Hello\n\nVào 14:24 8 tháng 6, 2026, Ada Help <help@desk.example> đã viết:\n\n> Xin', 'Hello'],
  [
    'Allo!\nFrån: Ada Help [mailto:help@desk.example]\nSkickat: den 26 augusti 2026 14:45\nTill: Eva\nÄmne: RE: Vecka 36\n\nBlah',
    'Allo!',
  ],
  [
    'Blah\n\n-----Original Message-----\n\nFYI\n\n---------- Forwarded message ----------\nFrom: a@uno.example',
    'Blah',
  ],
  ['Replying ok\n2026/4/7 Ada Help <help@desk.example>\n\n>  Cool beans', 'Replying ok'],
  ['On 04/19/2026 07:10 AM, Ada Help wrote:\n\n>\nTest reply', 'Test reply'],
  [
    'Test reply\n\nOn 04/19/2026 07:10 AM, Ada Help wrote:\n\n>\n> Test\n\nRegards, Eva',
    'Test reply\n\nRegards, Eva',
  ],
  [
    'Test reply\nOn 04/19/2026 07:10 AM, Ada Help wrote:\n\n>Test test\n>On 04/19/2026 07:00 AM, Eva wrote:\n>\n>>\n>> Test.\n>>\n>> Ada\n\nRegards, Eva',
    'Test reply\nRegards, Eva',
  ],
  ['Test reply\nOn <date> <person> wrote:\n\n> Test', 'Test reply'],
  ['Test reply\n-----Original Message-----\n\nTest', 'Test reply'],
  ['Test reply\n  -----Original Message-----\n\nTest', 'Test reply'],
  [
    'Outlook with a reply\n\n\n------------------------------\n*From:* Google Apps Sync Team [mailto:mail-noreply@desk.example]\n*Sent:* Thursday, February 09, 2026 1:36 PM\n*To:* eva@uno.example\n*Subject:* Sync was updated!\n\nBla',
    'Outlook with a reply',
  ],
  ['Hi\n\nAm 02.03.2026 um 09:12 schrieb Ada Help <help@desk.example>:\n\nTest', 'Hi'],
  ['Reply here\n> Quoted without introduction\n> two lines', 'Reply here'],
  ['> Quoted first\n> two lines\n\nReply here', 'Reply here'],
  ['Reply 1\n\n> q1\n\nReply 2\n\n> q2\n\nReply 3', 'Reply 1\n\n> q1\n\nReply 2\n\n> q2\n\nReply 3'],
  ['Thanks!\n\nOn 2 Mar 2026 Ada Help <help@desk.example> wrote:\n| Does it work?\n| Ada\n', 'Thanks!'],
  [
    'On 2 Mar 2026 09:12 Ada Help <help@desk.example> wrote:\n| Does it work?\n| Ada\n\nYes it does',
    'Yes it does',
  ],
  [
    'Monday, March 2, 2026, 9:12:00 AM, you wrote:\n\nAH> Does it work?\nAH> Ada\n\nYes it does',
    'Yes it does',
  ],
  [
    'Yes it does\n\nMonday, March 2, 2026, 9:12:00 AM, you wrote:\n\nAH> Does it work?\nAH> Ada\n',
    'Yes it does',
  ],
  [
    'Yes\n\n\tFrom: Ada Help <help@desk.example>\n\tTo: eva@uno.example\n\tDate: 2 Mar 2026\n\n\tDoes it?',
    'Yes',
  ],
  [
    'Yes\n\nTo: eva@uno.example\nFrom: help@desk.example\nSubject: Order\nDate: Mon, 2 Mar 2026 09:12:00 +0100\n\nDoes it?',
    'Yes',
  ],
  [
    'Yes\n\nReply-To: help@desk.example\nFrom: help@desk.example\nSubject: Order\nDate: Mon, 2 Mar 2026 09:12:00 +0100\n\nDoes it?',
    'Yes',
  ],
  [
    'Yes\n\n________________________________\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Order\n\nText\n\n________________________________\nFrom: Eva\nSent: Monday\nTo: Ada\nSubject: Order\n\nold',
    'Yes',
  ],
  [
    'Yes\nEva\n\nSent from my iPhone\n\n> On 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> \n> \ufeffDoes it?\n> Ada',
    'Yes\nEva',
  ],
  [
    'Yes\nEva\n\nSent from my iPhone\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n\n\ufeff\nDoes it?\nAda',
    'Yes\nEva',
  ],
  [
    'Yes\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12:00 AM\nTo: Eva <eva@uno.example>\nSubject: Order\n\nDoes it?',
    'Yes',
  ],
  [
    'Yes\n\nGet [Outlook for Android](https://aka.ms/AAb9ysg)\n________________________________\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12:00 AM\nTo: Eva <eva@uno.example>\nSubject: Order\n\nDoes it?',
    'Yes',
  ],
  [
    'Yes\n\n-- \nEva Rossi\nUno srl\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> Does it?',
    'Yes',
  ],
  [
    'Yes\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> Does it?\n\n-- \nEva Rossi\nUno srl',
    'Yes',
  ],
  [
    'Yes\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> Does it?\n> -- \n> Ada\n\n_______________________________________________\nlist mailing list\nlist@uno.example\nhttps://uno.example/list',
    'Yes',
  ],
  ['Yes.\n\n-Eva', 'Yes.\n\n-Eva'],
  ['Yes.\n\n__\nEva Rossi\nhttps://uno.example', 'Yes.'],
  ['Yes.\n\n---\nEva Rossi\n+39 02 1234567', 'Yes.'],
  ['Yes.\n\nBest regards,\nEva', 'Yes.\n\nBest regards,\nEva'],
  ['Yes Den 2. mars 2026 kl. 09:12 skrev Ada Help <help@desk.example>:\n> Does it?', 'Yes'],
  ['Thanks Le 2 mars 2026 à 09:12, Ada Help <help@desk.example> a écrit :\n> Does it?', 'Thanks'],
  ['Danke Am 02.03.2026 um 09:12 schrieb Ada Help <help@desk.example>:\n> Does it?', 'Danke'],
  [
    'Grazie Il giorno 2 mar 2026, alle ore 09:12, Ada Help <help@desk.example> ha scritto:\n> Does it?',
    'Grazie',
  ],
  [
    'Sí\n\nEl 02/03/2026 a las 9:12, Ada Help <help@desk.example> escribió:\n> ¿Funciona?\n\nEnviado desde mi iPhone',
    'Sí',
  ],
  [
    'Oui\n\nEnvoyé de mon iPhone\n\n> Le 2 mars 2026 à 09:12, Ada Help <help@desk.example> a écrit :\n> \n> Ça marche ?',
    'Oui',
  ],
  [
    'Yes\n\n> Am 02.03.2026 um 09:12 schrieb Ada Help <help@desk.example>:\n>\n> Geht es?\n\nVon meinem iPhone gesendet',
    'Yes',
  ],
  [
    'Yes.\n\nSent from my Samsung Galaxy smartphone.\n\n-------- Original message --------\nFrom: Ada Help <help@desk.example>\nDate: 3/2/26 9:12 AM (GMT-05:00)\nTo: eva@uno.example\nSubject: Order\n\nDoes it?',
    'Yes.',
  ],
  [
    'Reply-\n\nOn Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example>\nwrote:\n\n    Does it work?\n\n    Ada\n',
    'Reply-',
  ],
  ['a\n\n=================================\nOn 2 Mar 2026 09:12 Ada Help wrote:\n> b', 'a'],
  [
    'Please see\n\n* On Mon, 2 Mar 2026 09:12:00 +0000, Ada Help <help@desk.example> said:\n> b',
    'Please see',
  ],
  // What is written inside of a quote gets its marks from some clients.
  [
    'Ciao Ada,\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> How many?\n> twelve',
    'Ciao Ada,\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> How many?\n> twelve',
  ],
  [
    'My answers in red below.\nEva\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> How many?\n> twelve',
    'My answers in red below.\nEva\n\nOn 2 Mar 2026, at 09:12, Ada Help <help@desk.example> wrote:\n> How many?\n> twelve',
  ],
  // What a gateway prints below everything ends no quote.
  [
    'Yes, both.\n\n> Does it work, and in colour?\n\nThis e-mail is confidential and intended solely for the addressee.',
    'Yes, both.\n\nThis e-mail is confidential and intended solely for the addressee.',
  ],
  ['It says\n\n> paper jam\n\nbut there is none.', 'It says\n\n> paper jam\n\nbut there is none.'],
  // Yahoo on phones.
  [
    'Yes\n\nSent from Yahoo Mail on Android \n \n  On Mon, Mar 2, 2026 at 9:12 AM, Ada Help<help@desk.example> wrote:   Does it work?',
    'Yes',
  ],
  ['Sì\n \n  Il lun, 2 mar 2026 alle 9:12, Ada Help<help@desk.example> ha scritto:   Va?\nAda', 'Sì'],
  ['Yes\n\nOn Wed, Mar 4, 2026 12:34 AM, Ada Help <help@desk.example> wrote:> Does it work?', 'Yes'],
  // Notes.
  [
    'Yes\n\n\nAda Help ---03/02/2026 09:12:00 AM---Does it work?\n\nFrom:\tAda Help <help@desk.example>\nTo:\teva@uno.example\nDate:\t03/02/2026 09:12 AM\nSubject:\tOrder\n\n\nDoes it work?',
    'Yes',
  ],
  // The targets of links, as Roundcube lists them.
  [
    'Yes\n\nOn 2026-03-02 09:12, Ada Help wrote:\n> Does it work? See [1].\n\nLinks:\n------\n[1] https://desk.example/help',
    'Yes',
  ],
  [
    'Yes, see [2].\n\nOn 2026-03-02 09:12, Ada Help wrote:\n> Does it work? See [1].\n\nLinks:\n------\n[1] https://desk.example/help\n[2] https://uno.example/photo',
    'Yes, see [2].\n\nLinks:\n------\n[1] https://desk.example/help\n[2] https://uno.example/photo',
  ],
  ['Yes.\n\nVerzonden vanaf Outlook voor Android [1]\n\nLinks:\n----\n[1] https://aka.example/x', 'Yes.'],
  ['Links:\n------\n[1] https://uno.example', 'Links:\n------\n[1] https://uno.example'],
  [
    'These do not work:\n\nLinks:\n------\n[1] https://uno.example\n[2] https://due.example',
    'These do not work:\n\nLinks:\n------\n[1] https://uno.example\n[2] https://due.example',
  ],
  // The introduction is told by somebody: no blanks, no brackets.
  [
    'On 2 March 2026 at 10:00 help@desk.example wrote:  the parcel comes tomorrow.\nIt did not.',
    'On 2 March 2026 at 10:00 help@desk.example wrote:  the parcel comes tomorrow.\nIt did not.',
  ],
  ['ok\n\n>>> Ada Help <help@desk.example> 3/2/2026 9:12 AM >>>\nDoes it work?\nAda', 'ok'],
  [
    'ok\n\n>>> On 3/2/2026 at 9:12 AM, in message\n<ABC.123@desk.example>, Ada Help <help@desk.example> wrote:\nDoes it work?',
    'ok',
  ],
  ['ok\n\n>>> "Ada Help" <help@desk.example> 02.03.2026 09:12 >>>\nGeht es?', 'ok'],
  [
    'ok\n\n----- Reply message -----\nFrom: "Ada Help" <help@desk.example>\nTo: <eva@uno.example>\nSubject: Order\nDate: Mon, Mar 2, 2026 9:12 am\n\nDoes it?',
    'ok',
  ],
  [
    'ok\n\n[cid:image001.png@01D]\n\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Order',
    'ok\n\n[cid:image001.png@01D]',
  ],
  [
    'Yes\nEva Rossi\nPhone: 02 123\nEmail: eva@uno.example\n\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Order\n\nIt is late',
    'Yes\nEva Rossi\nPhone: 02 123\nEmail: eva@uno.example',
  ],
  // Introductions in odd shapes.
  // intros in odd shapes
  [
    'Thanks.\n\nOn Mar 2, 2026, at 9:12 AM, Ada Help\n<help@desk.example<mailto:help@desk.example>> wrote:\n\nDoes it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM Ada Help via\nDesk <help+1234567890abcdef1234567890abcdef1234567890abcdef@reply.desk.example>\nwrote:\n\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM "Ada Help (Desk)" <\nhelp@desk.example> wrote:\n\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM Desk: Support <help@desk.example> wrote:\n\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM Desk [#1234]: Support <help@desk.example> wrote:\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM\nDesk: Support <help@desk.example> wrote:\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM Ada Help\n<help@desk.example> wrote:\n\n##- Please type your reply above this line -##\n\nDoes it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\n\n\n\nOn Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example> wrote:\n\n\n\n\n> Does it?',
    'Thanks.',
  ],
  ['Thanks.\n\nOn Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example> wrote:\n> Does it?', 'Thanks.'],
  [
    'Thanks.\n\n\u200bOn Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example> wrote:\n\u200b\n> Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\n    On Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example> wrote:\n\n    > Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\n    On Mon, Mar 2, 2026 at 9:12 AM Ada Help <help@desk.example> wrote:\n\n        > Does it?',
    'Thanks.',
  ],
  [
    'Thanks.\n\n> On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n>\n> Does it?\n>\n> <image.png>',
    'Thanks.',
  ],
  [
    'Thanks.\n\n> On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n> \n> Does it?\n\nAnd one more thing.\n',
    'Thanks.\n\nAnd one more thing.',
  ],
  [
    'Inline answers.\n\n> On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n> \n> Does it?\n\nYes.\n\n> Since when?\n\nToday.\n',
    'Inline answers.\n\n> On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n> \n> Does it?\n\nYes.\n\n> Since when?\n\nToday.',
  ],
  [
    'On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n\n> Does it?\nYes.\n> Since when?\nToday.',
    'On Mar 2, 2026, at 9:12 AM, Ada Help <help@desk.example> wrote:\n\n> Does it?\nYes.\n> Since when?\nToday.',
  ],
  [
    'Thanks\n________________________________\nVon: Ada Help <help@desk.example>\nGesendet: Montag, 2. März 2026 09:12:00\nAn: Eva\nCc: Ugo; Ida\nBetreff: Re: Drucker\n \nGeht es?',
    'Thanks',
  ],
  [
    'Thanks\n\nVon: "Ada Help" [mailto:help@desk.example] Im Auftrag von Desk\nGesendet: Montag, 2. März 2026 09:12\nAn: eva@uno.example\nBetreff: Drucker',
    'Thanks',
  ],
  [
    'Thanks\n\nVon: Ada Help <help@desk.example> \nDatum: 02.03.26  09:12  (GMT+01:00) \nAn: eva@uno.example \nBetreff: Drucker \n\nGeht es?',
    'Thanks',
  ],
  ['Thanks\n\nAda Help <help@desk.example> wrote on Mon 2 Mar 2026 at 09:12:\n\n> Does it?', 'Thanks'],
  [
    'Thanks\n\n2 Mar 2026 tarihinde 09:12 saatinde, Ada Help <help@desk.example> şunları yazdı:\n\n> Does it?',
    'Thanks',
  ],
  [
    'Thanks\n\nil giorno 2 mar 2026, alle ore 09:12, Ada Help <help@desk.example> ha\nscritto:\n> Does it?',
    'Thanks',
  ],
  ['Thanks\n\nIl 02/03/2026 09:12, Ada Help - Desk ha scritto:\n>\n> Does it?\n>\n', 'Thanks'],
  ['Thanks\n\nIl 02/mar/2026 09:12 AM, "Ada Help" <help@desk.example> ha scritto:\n> Does it?', 'Thanks'],
  [
    'Thanks\n\nLe lun. 2 mars 2026 à 09:12, Ada Help via Desk <\nhelp@desk.example> a écrit :\n\n> Does it?',
    'Thanks',
  ],
  ['Thanks\n\nLe 2 mars 2026 09:12, « Ada Help » <help@desk.example> a écrit :\n\n> Does it?', 'Thanks'],
  ['Thanks\n\n2026-03-02 9:12 GMT+01:00 Ada Help <help@desk.example>:\n\n> Does it?', 'Thanks'],
  ['Thanks\n\n2026-03-02 9:12 GMT-03:00 Ada Help\n<help@desk.example>:\n\n> Does it?', 'Thanks'],
  ['Thanks\n\n2026/3/2 Ada Help <help@desk.example>\n\n> Does it?', 'Thanks'],
  ['Thanks\n\nOn 2 March 2026 at 09:12 Ada Help <help@desk.example> wrote:\n\n\n    Does it?\n', 'Thanks'],
  [
    'Thanks\n\nFrom: Ada Help\nDate: 2 March 2026 at 09:12:00 CET\nTo: Eva\nSubject: Order\n\nDoes it?',
    'Thanks',
  ],
  [
    'Thanks\n\n-------- Messaggio originale --------\nOggetto: \tOrdine\nData: \tMon, 2 Mar 2026 09:12:00 +0100\nMittente: \tAda Help <help@desk.example>\nA: \teva@uno.example\n\nDoes it?',
    'Thanks',
  ],
  [
    'Thanks\n\n-----Messaggio originale-----\nDa: Ada Help [mailto:help@desk.example]\nInviato: lunedì 2 marzo 2026 09:12\nA: Eva\nOggetto: Ordine\n\nDoes it?',
    'Thanks',
  ],
  [
    'Thanks\n\n*Da:* Ada Help <help@desk.example>\n*Inviato:* lunedì 2 marzo 2026 09:12\n*A:* Eva\n*Oggetto:* Ordine\n\nDoes it?',
    'Thanks',
  ],
]

const collapsed = (text: string): string => text.replace(/\n{2,}/g, '\n').trim()

describe('what is new in a mail', () => {
  it.each(shapes)('%j', (text, expected) => {
    expect(collapsed(splitReplyText(text).visible)).toBe(collapsed(expected))
  })
})
