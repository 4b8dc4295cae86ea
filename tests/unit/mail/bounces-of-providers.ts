import type { ToldBounce } from './bounces-of-servers'

/** What the services write that people have their mail at, in the languages that they write in. */
export const providerBounces: readonly ToldBounce[] = [
  {
    of: 'Exchange 2003',
    from: 'System Administrator <postmaster@mx.desk.example>',
    subject: 'Undeliverable: Ordine',
    text: `Your message did not reach some or all of the intended recipients.

      Subject:	Ordine
      Sent:	3/2/2026 10:15 AM

The following recipient(s) could not be reached:

      'mario@cliente.example' on 3/2/2026 10:15 AM
            The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address, or contact the recipient directly to find out the correct address.
            <mx.cliente.example #5.1.1>`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Exchange 5.5',
    from: 'System Administrator <postmaster@mx.desk.example>',
    subject: 'Undeliverable: Ordine',
    text: `Your message

  To:      mario@cliente.example
  Subject: Ordine
  Sent:    Mon, 2 Mar 2026 10:15:00 +0100

did not reach the following recipient(s):

mario@cliente.example on Mon, 2 Mar 2026 10:15:04 +0100
    The recipient name is not recognized
	The MTS-ID of the original message is: c=it;a= ;p=desk;l=SRV-260302
    MSEXCH:IMS:Desk:Sede:SRV 0 (000C05A6) Unknown Recipient`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'Exchange 2010',
    from: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@desk.example>',
    subject: 'Undeliverable: Ordine',
    text: `Delivery has failed to these recipients or groups:

Mario Rossi (mario@cliente.example)<mailto:mario@cliente.example>
The recipient's mailbox is full and can't accept messages now. Please try resending this message later, or contact the recipient directly.

Diagnostic information for administrators:

Generating server: srv.desk.example

mario@cliente.example
#554 5.2.2 mailbox full ##

Original message headers:

To: Anna <anna@altro.example>`,
    means: ['mario@cliente.example 5.2.2 mailboxfull'],
  },
  {
    of: 'Exchange in German',
    from: 'Microsoft Outlook <postmaster@desk.example>',
    subject: 'Unzustellbar: Bestellung',
    text: `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

Mario Rossi (mario@cliente.example)
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden. Überprüfen Sie die E-Mail-Adresse des Empfängers.

Diagnoseinformationen für Administratoren:

Generierender Server: srv.desk.example

mario@cliente.example
mx.cliente.example #<mx.cliente.example #5.1.1 smtp;550 5.1.1 unbekannt> #SMTP#

Ursprüngliche Nachrichtenkopfzeilen:

To: Anna <anna@altro.example>`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Exchange in French',
    from: 'Microsoft Outlook <postmaster@desk.example>',
    subject: 'Non remis : Commande',
    text: `Échec de la remise pour ces destinataires ou groupes :

Mario Rossi (mario@cliente.example)
L'adresse de messagerie que vous avez entrée est introuvable.

Informations de diagnostic pour les administrateurs :

Serveur de génération : srv.desk.example

mario@cliente.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

En-têtes de message d'origine :

To: Anna <anna@altro.example>`,
    means: ['mario@cliente.example 5.1.10 userunknown'],
  },
  {
    of: 'Exchange in Italian',
    from: 'Microsoft Outlook <postmaster@desk.example>',
    subject: 'Non recapitabile: Ordine',
    text: `Recapito non riuscito per i seguenti destinatari o gruppi:

Mario Rossi (mario@cliente.example)
Messaggio troppo grande per essere recapitato.

Informazioni di diagnostica per gli amministratori:

Server di generazione: srv.desk.example

mario@cliente.example
Remote Server returned '550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient'

Intestazioni originali del messaggio:

To: Anna <anna@altro.example>`,
    means: ['mario@cliente.example 5.2.3 mesgtoobig'],
  },
  {
    of: 'Microsoft 365',
    from: 'Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@desk.onmicrosoft.example>',
    subject: 'Undeliverable: Ordine',
    text: `Your message to mario@cliente.example couldn't be delivered.

mario wasn't found at cliente.example.

help	Office 365	mario
Action Required		Recipient
Unknown To address

How to Fix It
The address may be misspelled or may not exist. Try one or more of the following:
  *   Send the message again following these steps: In Outlook, open this non-delivery report (NDR) and choose Send Again.
  *   Contact the recipient (by phone, for example) to check that the address is right.

More Info for Email Admins
Status code: 550 5.1.10

Original Message Details
Created Date:	3/2/2026 10:15:00 AM
Sender Address:	help@desk.example
Recipient Address:	mario@cliente.example
Subject:	Ordine

Error Details
Error:	550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient mario@cliente.example not found by SMTP address lookup
Message rejected by:	srv.prod.example`,
    means: ['mario@cliente.example 5.1.10 userunknown'],
  },
  {
    of: 'Outlook.com that warns',
    from: 'postmaster@mail.outlook.example',
    subject: 'Delivery Status Notification (Delay)',
    text: `This is an automatically generated Delivery Status Notification.

THIS IS A WARNING MESSAGE ONLY.

YOU DO NOT NEED TO RESEND YOUR MESSAGE.

Delivery to the following recipients has been delayed.

       mario@cliente.example`,
    means: ['mario@cliente.example - expired'],
  },
  {
    of: 'Gmail',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    text: `** Address not found **

Your message wasn't delivered to mario@cliente.example because the address couldn't be found, or is unable to receive mail.

Learn more here: https://support.google.com/mail/?p=NoSuchUser

The response was:

550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces.`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Gmail of before',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    text: `Delivery to the following recipient failed permanently:

     mario@cliente.example

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain cliente.example by mx.cliente.example. [192.0.2.5].

The error that the other server returned was:
552 5.2.2 This mailbox is over its quota

----- Original message -----

To: anna@altro.example`,
    means: ['mario@cliente.example 5.2.2 mailboxfull'],
  },
  {
    of: 'Gmail in Italian',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    text: `** Indirizzo non trovato **

Il messaggio non è stato recapitato all'indirizzo mario@cliente.example perché l'indirizzo è inesistente o non può ricevere posta.

La risposta dal server remoto è stata:

550 5.1.1 <mario@cliente.example> utente sconosciuto`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Gmail that goes on trying',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Delay)',
    text: `** Delivery incomplete **

There was a temporary problem delivering your message to mario@cliente.example. Gmail will retry for 46 more hours. You'll be notified if the delivery fails permanently.

The response was:

The recipient server did not accept our requests to connect. [mx.cliente.example 192.0.2.5: timed out]`,
    means: ['mario@cliente.example - expired'],
  },
  {
    of: 'Yahoo',
    from: 'MAILER-DAEMON@yahoo.com',
    subject: 'Failure Notice',
    text: `Sorry, we were unable to deliver your message to the following address.

<mario@cliente.example>:
550: 5.1.1 <mario@cliente.example>: Recipient address rejected: User unknown

--- Below this line is a copy of the message.

To: anna@altro.example`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Yahoo of before',
    from: 'MAILER-DAEMON@yahoo.com',
    subject: 'failure delivery',
    text: `Message from yahoo.com.
Unable to deliver message to the following address(es).

<mario@cliente.example>:
This user doesn't have a cliente.example account (mario@cliente.example) [-5]

--- Original message follows.

To: anna@altro.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: '1&1 and GMX',
    from: 'Mail Delivery System <mailer-daemon@kundenserver.example>',
    subject: 'Mail delivery failed: returning message to sender',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of
its recipients. This is a permanent error. The following address
failed:

"mario@cliente.example":
SMTP error from remote server after RCPT command:
host: mx.cliente.example
5.1.1 unknown recipient rejected

--- The header of the original message is following. ---

To: anna@altro.example`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Domino',
    from: 'Postmaster@desk.example',
    subject: 'DELIVERY FAILURE: User mario (mario@cliente.example) not listed in Domino Directory',
    text: `Your message

  Subject: Ordine

was not delivered to:

  mario@cliente.example

because:

  User mario (mario@cliente.example) not listed in Domino Directory`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'Notes of before',
    from: 'Postmaster@desk.example',
    subject: 'DELIVERY FAILURE: Recipient mailbox is over its quota',
    text: `------- Failure Reasons  --------

Recipient mailbox is over its quota
mario@cliente.example

------- Returned Message --------

Received: from desk.example
To: anna@altro.example`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'GroupWise',
    from: 'Mailer-Daemon@mx.desk.example',
    subject: 'Message status - undeliverable',
    text: `The message that you sent was undeliverable to the following:
	mario@cliente.example (user not found)

Possibly truncated original message follows:

To: anna@altro.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'Mimecast',
    from: '"postmaster@desk.example" <postmaster@desk.example>',
    subject: '[Postmaster] Email Delivery Failure',
    text: `This is a delivery failure notification message indicating that
an email you addressed to email address :
-- mario@cliente.example

could not be delivered. The problem appears to be :
-- Recipient email address is possibly incorrect

Additional information follows :
-- 5.1.1 User Unknown

This condition occurred after 1 attempt(s) to deliver over
a period of 0 hour(s).

If you sent the email to multiple recipients, you will receive one
of these messages for each one which failed delivery.`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'MessageLabs',
    from: 'Mail Delivery System <mailer-daemon@messagelabs.example>',
    subject: 'Mail Delivery Failure',
    text: `This is the mail delivery agent at messagelabs.example.
I was unable to deliver your message to the following addresses:

mario@cliente.example

Reason: 550 5.1.1 No such person at this address

The message subject was: Ordine`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'McAfee',
    from: 'Mail Delivery System <postmaster@mx.desk.example>',
    subject: 'Undeliverable mail',
    text: `This message was undeliverable due to the following reason.

  --- The following addresses had delivery problems ---

<mario@cliente.example>   (User not in mailbox db)`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'InterScan',
    from: 'Administrator <postmaster@mx.desk.example>',
    subject: 'Mail could not be delivered',
    text: `Sent >>> RCPT TO:<mario@cliente.example>
Received <<< 550 5.1.1 <mario@cliente.example> User Unknown

Unable to deliver message to <mario@cliente.example>.`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'm-FILTER',
    from: 'postmaster@mx.desk.example',
    subject: 'failure notice',
    text: `-------server message
550 5.1.1 unknown user <mario@cliente.example>

-------SMTP command
RCPT

-------original message
To: anna@altro.example`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'SurfControl',
    from: 'Mail Delivery Subsystem <MAILER-DAEMON@mx.desk.example>',
    subject: 'Message could not be sent',
    text: `Your message could not be sent.
A transcript of the attempts to send the message follows.
The number of attempts made: 1
Addressed To: mario@cliente.example

Mon 2 Mar 2026 10:15:00 +0100
Failed to send to identified host,
mario@cliente.example: [192.0.2.5], 550 Recipient unknown
--- Message non-deliverable.`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'Zoho',
    from: 'mailer-daemon@mail.zoho.example',
    subject: 'Undelivered Mail Returned to Sender',
    text: `This message was created automatically by mail delivery software.
 A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

mario@cliente.example, ERROR CODE :550 - Requested action not taken: mailbox unavailable

Received: from desk.example
To: anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'Mail.Ru',
    from: 'mailer-daemon@corp.mail.example',
    subject: 'Mail failure.',
    text: `**********************

Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.

К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

**********************

mario@cliente.example
host mx.cliente.example [192.0.2.5]
SMTP error from remote mail server after RCPT TO:<mario@cliente.example>:
550 Message was not accepted -- invalid mailbox. Local mailbox mario@cliente.example is unavailable: user not found

**********************

To: anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'QQ',
    from: 'PostMaster@qq.example',
    subject: '系统退信',
    text: `抱歉，您的邮件被退回来了……

原邮件信息：
时间：2026-03-02 10:15:00
主题：Ordine
收件人：mario@cliente.example

退信原因：
收件人邮件地址（mario@cliente.example）不存在，邮件无法送达。
host mx.cliente.example[192.0.2.5] said: 550 Mailbox not found`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: '163',
    from: 'Postmaster@163.example',
    subject: '系统退信/Systems bounce',
    text: `抱歉，您的邮件被退回来了……

您的邮件无法到达 mario@cliente.example

退信原因：
对方邮箱空间已满
SMTP error, RCPT TO: 552 5.2.2 mailbox is full`,
    means: ['mario@cliente.example 5.2.2 mailboxfull'],
  },
  {
    of: 'ezweb',
    from: 'Postmaster@ezweb.example',
    subject: 'Mail System Error - Returned Mail',
    text: `Each of the following recipients was rejected by a remote mail server.
The reasons given by the server are included to help you determine why
each recipient was rejected.

    Recipient: <mario@cliente.example>
    Reason:    <mario@cliente.example>... User Unknown


Please reply to <Postmaster@ezweb.example>
if you feel this message to be in error.`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'KDDI',
    from: 'no-reply@ml.kddi.example',
    subject: 'Could not be delivered',
    text: `Your mail sent on: Mon, 2 Mar 2026 10:15:00 +0900
Could not be delivered to: <mario@cliente.example>
As their mailbox is full.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'Biglobe',
    from: 'postmaster@biglobe.example',
    subject: 'Returned mail',
    text: `   ----- The following addresses had delivery problems -----
<mario@cliente.example>

   ----- Non-delivered information -----
The number of messages in recipient's mailbox exceeded the local limit.

   ----- Original message follows -----
To: anna@altro.example`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'docomo',
    from: 'Mail Administrator <postmaster@docomo.example>',
    subject: '送信エラー',
    text: `次のあて先へのメッセージはエラーのため送信できませんでした。

宛先：mario@cliente.example

550 Unknown user mario@cliente.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'a carrier of mobile telephones',
    from: 'postmaster@vtext.example',
    subject: 'Undeliverable Message',
    text: `Message could not be delivered to mobile.
Error: Invalid user address.

To: 3335550100@vtext.example
Subject: Ordine`,
    means: ['3335550100@vtext.example - userunknown'],
  },
  {
    of: 'AOL',
    from: 'Mail Delivery Subsystem <MAILER-DAEMON@aol.example>',
    subject: 'Returned mail: User unknown',
    text: `The original message was received at Mon, 2 Mar 2026 10:15:00 +0100
from desk.example [192.0.2.1]

*** ATTENTION ***

Your e-mail is being returned to you because there was a problem with its
delivery.  The address which was undeliverable is listed in the section
labeled: "----- The following addresses had permanent fatal errors -----".

   ----- The following addresses had permanent fatal errors -----
<mario@cliente.example>

   ----- Transcript of session follows -----
... while talking to air.cliente.example.:
>>> RCPT To:<mario@cliente.example>
<<< 550 MAILBOX NOT FOUND
550 <mario@cliente.example>... User unknown`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'a spam firewall',
    from: 'Spam Firewall <postmaster@mx.cliente.example>',
    subject: '**Message you sent blocked by our bulk email filter**',
    text: `Your message to: mario@cliente.example
was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

Subject: Ordine`,
    means: ['mario@cliente.example - spamdetected'],
  },
  {
    of: 'a provider in Portuguese',
    from: 'MAILER-DAEMON@uol.example',
    subject: 'Mensagem não entregue',
    text: `Sua mensagem não pôde ser entregue ao seguinte destinatário:

mario@cliente.example

Motivo: caixa postal do destinatário está cheia`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a provider in French',
    from: 'MAILER-DAEMON@orange.example',
    subject: 'Echec de distribution',
    text: `Votre message n'a pas pu être remis au destinataire suivant :

mario@cliente.example

Cause : boîte aux lettres pleine`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a provider in Spanish',
    from: 'MAILER-DAEMON@terra.example',
    subject: 'Mensaje no entregado',
    text: `Su mensaje no se ha podido entregar a los siguientes destinatarios:

<mario@cliente.example>: el buzón no existe`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a provider in Italian',
    from: 'Mail Delivery Service <mailer-daemon@libero.example>',
    subject: 'Mancata consegna del messaggio',
    text: `Il messaggio non è stato consegnato al destinatario mario@cliente.example perché la casella è piena.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a provider in Russian',
    from: 'MAILER-DAEMON@mx.pochta.example',
    subject: 'Недоставленное сообщение',
    text: `Ваше сообщение не было доставлено следующим получателям:

<mario@cliente.example>: почтовый ящик не существует`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a provider in Polish',
    from: 'MAILER-DAEMON@wp.example',
    subject: 'Zwrot: wiadomość nie została dostarczona',
    text: `Twoja wiadomość nie została dostarczona do:

mario@cliente.example

Powód: skrzynka odbiorcy jest przepełniona`,
    means: ['mario@cliente.example - mailboxfull'],
  },
]
