import { describe, expect, it } from 'vitest'
import { htmlToText } from '@/lib/mail/html-to-text'
import { splitReplyHtml } from '@/lib/mail/reply-html'
import { splitReplyText } from '@/lib/mail/reply-text'

/** Mails of people in which everything is new, although parts look like what clients write. */
const mails: readonly string[] = [
  'Hello,\n\nOn Monday 2 March 2026 at 10:00 your technician wrote:\nplease restart the router.\n\nI did, nothing changed.',
  'Hi\n\nAs you wrote on 2 March 2026:\nthe refund takes 5 days.\nIt is the 9th day now.',
  'Buongiorno,\n\nil 3 marzo 2026 alle 10:00 ho scritto:\n"la stampante non va".\nNessuna risposta.\n\nEva',
  'Ciao,\nDa: Milano\nA: Roma\nData: 3 marzo\nQuanto costa?',
  'Guten Tag,\n\nam 02.03.2026 um 10:00 schrieb mir Ihr Kollege:\nDas Paket kommt morgen.\nEs kam nicht.',
  'Bonjour,\nle 2 mars 2026 à 10:00 vous avez écrit :\nle colis arrive demain.\nRien.',
  'El 2 de marzo de 2026 a las 10:00 el técnico escribió:\nreinicie.\nNo funciona.',
  'My order:\n2026-03-02 10:00 shipped\n2026-03-03 11:00 lost:\n\nwhere is it?',
  'Please call me on +39 02 1234567 between 9:00 and 17:00:\nI am at home.\n\nEva',
  'Contact eva@uno.example at 10:00:\nshe knows.\nThanks',
  'Log:\n2026-03-02 10:00:01 mailer@desk.example:\nerror 5\n2026-03-02 10:00:02 mailer@desk.example:\nerror 6\nWhat is this?',
  'Subject: my complaint\n\nI want my money back.',
  'From: Rome\nTo: Milan\nDate: 12 May 2026\nPassengers: 2\n\nHow much?',
  'Name: Eva Rossi\nEmail: eva@uno.example\nSubject: broken printer\nMessage: it does not print\n\nsent by the form on 2 March 2026',
  'From: Eva Rossi\nEmail: eva@uno.example\nSubject: broken printer\nMessage: it does not print',
  'Hi team,\n\n1) first\n-----\n2) second\n-----\n3) third',
  'Sent from my old address this mail did not arrive, so again:\nthe printer is broken.',
  'Hello\n\nSent from my office, this should be answered by Ugo.',
  'Hola,\n\nenviado desde la oficina de correos el paquete no llega.\nEva',
  'Salve,\n\nil pacco è stato\ninviato dal mio ufficio il 3 marzo.',
  'Bonjour,\n\nle colis a été\nenvoyé depuis Paris hier matin',
  'Hallo,\n\ndas Paket wurde\ngesendet von Hamburg nach Berlin, kam aber nie an',
  'Verstuurd vanaf Utrecht is het pakket nooit aangekomen',
  'Ola\n\nEnviado pelo correio em março, nunca chegou a Lisboa',
  'The original message: it never arrived.\nWhat now?',
  'Original message:\nit never arrived.\nWhat now?',
  'See the forwarded message: it never arrived.\nWhat now?',
  'Two prices:\n- 10 EUR on 2.3.2026, 9:12,\n- 12 EUR on 3.3.2026:\nwhich one?',
  'Anna said on 2026-03-02:\nwe pay.\nWe did.',
  'Termin: 02.03.2026 09:12\nOrt: Wien\nBetreff: Treffen\nPasst das?',
  'Von: Wien Hbf\nNach: Graz\nDatum: 02.03.2026 09:12\nBetreff: Fahrkarte\nIch möchte stornieren.',
  'My answers:\n\n1. yes\n2. no\n\n--\n\nPlease also change the address to\nVia Roma 1.\nAnd the phone number to 02 123.\nThanks for all the work you have done, and please tell me when the printer is back, because the office needs it urgently now.',
  'Hi,\n\nJohn Smith wrote:\nplease pay.\n\nShall I?',
  'Le client écrit :\n> bonjour\n\nQue répondre ?',
  'Der Kunde schrieb:\n> kaputt\n\nWas tun?',
  'Our customer wrote:\n> broken\n\nWhat now?',
  'On page 3:\n> press\n\nbut it does not',
  'on 2026-03-02 10:00 I wrote to info@desk.example and got no answer:\n\nplease answer',
  'Ticket opened on 02/03/2026 10:00 by info@desk.example:\n\nprinter broken\n\nstill broken!',
  // Forms of web pages, journeys, mails that are shown.
  'New contact form submission:\n\nName: Eva Rossi\nFrom: eva@uno.example\nSubject: Printer\nDate: 2026-03-02 09:12\nMessage: my printer is broken',
  'New contact form submission:\n\nFrom: Eva Rossi <eva@uno.example>\nDate: 2 March 2026 09:12\nSubject: Printer\n\nMy printer is broken',
  'You have a new message from your website\n\nFrom: Eva Rossi\nEmail: eva@uno.example\nPhone: 02 123\nSubject: Printer\nMessage:\nMy printer is broken',
  'Nuova richiesta dal sito\n\nDa: Eva Rossi\nEmail: eva@uno.example\nTelefono: 02 123\nOggetto: Stampante\nMessaggio: non va',
  'Nuova richiesta dal sito\n\nNome: Eva Rossi\nDa: eva@uno.example\nOggetto: Stampante\nData: 02/03/2026 09:12\n\nnon va',
  'Kontaktformular\n\nVon: Eva Rossi\nE-Mail: eva@uno.example\nBetreff: Drucker\nNachricht: kaputt',
  'Here is what I got from you:\n\nFrom: Ada Help <help@desk.example>\nSent: Monday, March 2, 2026 9:12 AM\nTo: Eva\nSubject: Order\n\nYour order is late.',
  'Booking\n\nFrom: Rome (FCO)\nTo: Milan (LIN)\nDate: 12 May 2026 09:12\nPassenger: Eva Rossi\nSubject to availability: yes',
  'Hello\n\nFrom: 2026-03-02\nTo: 2026-03-09\nSent by: Eva\nDate: today',
  'Voyage\nDe : Paris\nÀ : Lyon\nDate : 2 mars 2026 09:12\nObjet : billet perdu\nmerci',
  'The screen says:\n\n> disk full\n> press any key',
  'Hi,\n\nthe log ends with:\n> error 12',
  'Buongiorno\n\nIl 3 marzo 2026 alle 10:00 Mario Rossi (mario@desk.example) mi ha scritto:\nil pacco arriva domani.\nNon è arrivato.',
  'Good morning\n\nOn 3 March 2026 at 10:00 help@desk.example wrote to me:\nthe parcel comes tomorrow.\nIt did not.',
  'Guten Tag zusammen\n\nAm 3. März 2026 um 10:00 schrieb uns Herr Weber (weber@desk.example):\nDas Paket kommt morgen.\nEs kam nicht.',
  'The contract\n\nPlease type your name above this line\n\nis not signed.',
  'Here it is\n\n------ log below this line ------\nerror 12\nerror 13',
  // Lines that part what is written, and do not sign it.
  'First problem: printer.\n\n-----\nSecond problem: the page https://shop.example/x is broken.\nThird: nothing prints.',
  'Yes, that is right.\n--\nAlso the printer is broken since Monday.',
  'Hi\n--\nplease cancel the order',
  '1) Order 12\nColour red\n---\n2) Order 13\nColour blue, see www.shop.example/13',
  'Hello\n\n***\nDelivery address:\nVia Roma 1\n20100 Milano\ntel. 02 1234567',
  'Please send it to:\n\n---\nEva Rossi\nVia Roma 1\n20100 Milano\n+39 02 1234567',
  'My new data:\n_____\nEva Rossi\neva@nuovo.example',
  'Bitte ändern:\n\n~~~~~~\nNeue Adresse: Hauptstr. 1, 10115 Berlin, Tel: 030 123456',
  'The numbers are:\n--\n12\n13\n14',
  'Questions:\n\nOne\n----\nTwo\n----\nThree',
  'Two things:\n\n- the printer\n--\n- the scanner at desk 4, tel. 12',
  'Order\n======\nArticle 12\nPieces 3\nwww.shop.example/12',
  'Invoice data\n------------\nUno srl\nVia Roma 1\nP.IVA 01234567890\nPEC: uno@pec.example',
  'Hi, please add these users\n\n---\nEva Rossi eva@uno.example\nUgo Neri ugo@uno.example',
  'Steps to reproduce:\n1. open https://uno.example\n2. click\n---\nExpected: page\nActual: error, see https://uno.example/e',
  'Dear all\n\n=====================\nSALE ends on Monday\nwww.uno.example\n=====================',
  'Sehr geehrte Damen und Herren,\n\nmein Name ist Eva Rossi, Tel. 030 123456.\n--\nDer Drucker ist kaputt.\nBitte rufen Sie an.',
  'Hallo\n---------\nKundennummer 4711\nTel. 030 123456\nDrucker kaputt',
  '*** urgente ***\nla stampante è rotta\nchiamate 02 1234567',
  '== Domanda ==\nQuando venite?\n== Altro ==\nServe il toner, www.toner.example',
  'Adresse de livraison\n--\nEva Rossi\n3 rue de Lyon\n75012 Paris\nTél. : 01 23 45 67 89',
  'Please use my new address.\n--\nEva Rossi\n3 Main Street\nphone: 123 456 7890',
  // Lines with arrows that the writer shows, programs, protocols.
  'Here is the log:\n\n> 12:00 start\n> 12:01 disk full\n> 12:02 retry\n> 12:03 abort\n> 12:04 end',
  "We use this:\n\nsend({\nfrom: 'you@uno.example',\nto: 'eva@due.example',\nreplyTo: 'you@uno.example',\nsubject: 'hello',\n})\n\nand nothing arrives.",
  'Log\n2026-03-02 09:12 Eva <eva@uno.example> login:\nok\n2026-03-02 09:13 Ugo <ugo@uno.example> login:\nfailed',
  'Chat\n09:12, Eva Rossi <eva@uno.example>:\nhello\n09:13, Ada <ada@desk.example>:\nhi',
  'No: 4711\nDate: 2 March 2026\nTo: Uno srl <eva@uno.example>\nSubject: invoice\nplease pay',
  'I get "----- Original Message -----" in every mail, why?',
  'This is the text I get:\n\n-----Original Message-----\nerror 12\n\nwhat now?',
  'The footer of all mails says\nSent from my iPhone\nand I want it away',
  'These links do not work\n\nLinks:\n------\n[1] https://uno.example',
]

/** Thin grey lines as Outlook draws them, in mails that quote nothing. */
const drawn: readonly string[] = [
  '<p>New order of the shop</p><div style="border-top:1px solid #e5e5e5;padding:10px"><p>Customer: Eva Rossi</p><p>Article: toner</p><p>Note: after six</p></div>',
  '<p>A customer wrote to you:</p><div style="border-top: 1px solid rgb(229,229,229)">My printer is broken.</div>',
  '<p>Hi</p><table style="border-top:solid #E1E1E1 1.0pt"><tr><td>Article</td><td>Pieces</td></tr></table><div style="border-top:solid #B5C4DF 1.0pt">Is tomorrow possible?</div>',
  '<p>Form</p><div style="border-top:1px solid #e5e5e5"><p>Name: Eva</p><p>Email: eva@uno.example</p><p>Phone: 02 123</p><p>Message: broken</p></div>',
]

const asHtml = (text: string): string =>
  text
    .split('\n')
    .map((line) => `<div>${line.replaceAll('<', '&lt;').replaceAll('>', '&gt;') || '<br>'}</div>`)
    .join('')

describe('what a person wrote is never hidden', () => {
  it.each(mails)('%j', (text) => {
    expect(splitReplyText(text).visible).toBe(text.trim())
  })

  it.each(mails)('%j, as HTML', (text) => {
    expect(splitReplyHtml(asHtml(text)).quoted).toBe('')
    expect(splitReplyText(htmlToText(asHtml(text))).visible).toBe(text.trim())
  })

  it.each(drawn)('%s', (html) => {
    expect(splitReplyHtml(html)).toMatchObject({ visible: html, quoted: '' })
  })

  it('a thin line does not hide the quote that follows further down', () => {
    const own = '<p>Yes.</p><div style="border-top:solid #E1E1E1 1.0pt">Eva Rossi</div>'
    const labels = ['From: Ada <help@desk.example>', 'Sent: Monday', 'Kuna: Eva', 'Musoro: Purinda']
    for (const [first = '', ...others] of [labels, ['Kubva: Ada @desk', ...labels.slice(1)]]) {
      const block = [first.replace('<', '&lt;'), ...others].join('<br>')
      const quote = `<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>${block}</p></div><p>Does it work?</p>`
      expect(splitReplyHtml(own + quote)).toMatchObject({ visible: own, quoted: quote, confidence: 'high' })
    }
  })

  it('a block of fields without any address may be a consignment note', () => {
    const text =
      'Bonjour,\nvoici la demande\n\nDe : Lyon, quai nord\nÀ : Paris, quai sud\nDate : 12/03/2026 10:00\nObjet : 3 palettes\n\nMerci de chiffrer.'
    expect(splitReplyText(text)).toMatchObject({ visible: text, quoted: '' })
    expect(splitReplyHtml(asHtml(text)).quoted).toBe('')
  })

  it('below a signature that the standard parts off, what is addressed to the reader is shown', () => {
    const text = 'ok\n\n-- \nEva Rossi\n\nPlease also send the invoice.'
    expect(splitReplyText(text).visible).toBe(text)
    const blurb = 'ok\n\n-- \nEva Rossi\n\nUno makes printing easy in all of Italy.'
    expect(splitReplyText(blurb).visible).toBe('ok')
  })

  it.each(['Hi\n>From here on nothing prints.', 'Hi,\n\n>From here on nothing prints.\n\nEva'])(
    '%j: a line that a mail store escaped',
    (text) => {
      expect(splitReplyText(text)).toMatchObject({ visible: text, quoted: '' })
    },
  )
})

/** What a writer sends the reader into the quote with. */
const pointers: readonly string[] = [
  'See below.',
  'Hi,\nplease see below\n\nEva Rossi\nUno',
  'Hello Ada, inline.',
  'Buongiorno, vedi sotto.',
  'Rispondo punto per punto:',
  'Risposte in linea.',
  'Hallo, siehe unten.',
  'Guten Tag,\ns. unten\nEva',
  'Bonjour, voir ci-dessous.',
  'Hola, ver más abajo.',
  'Olá, veja abaixo.',
  'Zie hieronder.',
  'Patrz poniżej.',
  'Se nedan.',
  'Viz níže.',
  'Добрый день, см. ниже.',
  'お世話になります。下記の通りです。',
  '您好，见下',
  'My answer is at the bottom.',
  'Hi, see the bottom of this mail.',
  'Hi Ada, one remark at the end.',
  'Hi Ada, see mine with >>',
  'Hi Ada,\n\nBest regards,\nEva Rossi\nUno srl',
  'Buongiorno,\n\ncordiali saluti\nEva',
  'Mit freundlichen Grüßen\nEva Rossi',
  'Sent from my iPhone',
  'Get Outlook for iOS',
  'Please see my comments in your mail.',
  'My comments are in the text, marked with stars.',
  'Answers highlighted in yellow.',
  'I answered in your text.',
  'Answers between the lines.',
  'I have put my answers after your questions.',
  'My answers are in CAPITALS.',
  'Risposta in fondo.',
  'Ho risposto tra le righe.',
  'Risposte evidenziate in giallo.',
  'Rispondo sotto.',
  'Antwort am Ende der Mail.',
  'Meine Antworten stehen zwischen den Zeilen.',
  'Meine Anmerkungen gelb markiert.',
  'Réponse en bas.',
  'Mes réponses dans votre texte.',
  'Réponses surlignées en jaune.',
  'Je réponds ci-dessous.',
  'Respuesta al final.',
  'Mis respuestas en el texto.',
  'Resposta no final.',
  'As minhas respostas no texto.',
  'Antwoord onderaan.',
  'Mijn antwoorden staan in de tekst.',
  'Odpowiedzi w tekście.',
  'Svar i texten.',
  'Mine svar med rødt.',
  'Odpovědi v textu.',
  'Vastaukset tekstissä.',
  'Válaszok a szövegben.',
  'Răspunsurile în text.',
  'Cevaplarım metnin içinde.',
  'Ответы в тексте.',
  '回复在文中。',
  '回答は文中に記載しました。',
  '본문에 답변 드렸습니다.',
]

describe('answers inside a quote that are only pointed at', () => {
  const block = [
    'From: Ada <help@desk.example>',
    'Sent: Monday, March 2, 2026 9:12 AM',
    'To: Eva',
    'Subject: Order',
  ]
  const quoted = '1. which colour?\nRed\n2. which size?\nXL'

  it.each(pointers)('%j', (above) => {
    const text = `${above}\n\n${block.join('\n')}\n\n${quoted}`
    expect(splitReplyText(text)).toMatchObject({ visible: text, confidence: 'low' })
    const drawnBlock = `<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>${block.join('<br>').replace('<help', '&lt;help')}</p></div>`
    const html = `${asHtml(above)}${drawnBlock}${asHtml(quoted)}`
    expect(splitReplyHtml(html)).toMatchObject({ visible: html, confidence: 'low' })
  })

  it.each([
    'The price list below the window has to be renewed, and the lamp too.',
    'We are below the limit now.',
    'Thank you for your answer. The printer stands below the window now, and works.',
    'Grazie per la risposta alla mia domanda, ora stampa tutto.',
    'Danke für die Antwort! Der Drucker ist jetzt wieder da, der rote Knopf auch.',
    'Merci de votre réponse, tout fonctionne.',
  ])('%j points at nothing', (above) => {
    expect(splitReplyText(`${above}\n\n${block.join('\n')}\n\n${quoted}`).visible).toBe(above)
  })
})
