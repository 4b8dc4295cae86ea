import type { ToldBounce } from './bounces-of-servers'

/** What mail systems of before wrote, and small ones still do. */
export const oldBounces: readonly ToldBounce[] = [
  {
    of: 'a server that lists failed recipients',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Returned mail',
    text: `Here is your list of failed recipients:

<mario@cliente.example>
<anna@altro.example>

Here is your returned mail:

To: eva@terzo.example`,
    means: ['mario@cliente.example - -', 'anna@altro.example - -'],
  },
  {
    of: 'a dialogue that names everybody by RCPT TO',
    from: 'Mail Delivery System <Mailer-Daemon@mx.desk.example>',
    subject: 'Mail failure - rejected by remote mailer',
    text: `This message was created automatically by mail delivery software.
A message that you sent was rejected by a remote server.

  rcpt to: <mario@cliente.example>
  550 5.1.1 no such user

Original message follows

To: eva@terzo.example`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'VirusWall',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Message delivery failed',
    text: `************* Message from InterScan E-Mail VirusWall NT *************

** The mail could not be delivered to its destination.

MAIL FROM: <help@desk.example>
RCPT TO: <mario@cliente.example>

*************          End of message          *************`,
    means: ['mario@cliente.example - -'],
  },
  {
    of: 'a service that calls itself a machine',
    from: 'MAILER-DAEMON@newmail.example',
    subject: 'failure notice',
    text: `This is the machine generated message from mail service.

Your message was not delivered to:

<mario@cliente.example>:
The users mailfolder is over the allowed quota (size). (#5.2.2)

--- Below the next line is a copy of the message.

To: eva@terzo.example`,
    means: ['mario@cliente.example 5.2.2 mailboxfull'],
  },
  {
    of: 'MDaemon of before',
    from: 'MDaemon@mx.desk.example',
    subject: 'Delivery failure',
    text: `The following data may contain sections which represent BASE64 encoded file attachments.

The following addresses did NOT receive a copy of your message:

> mario@cliente.example

--- Session Transcript ---

<-- 550 5.1.1 User unknown

: Message contains [1] file attachments`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'a service with an intended recipient',
    from: 'Mail Administrator <Postmaster@usa.example>',
    subject: 'Returned mail: delivery problem',
    text: `Your message could not be delivered.

Intended recipient:  mario@cliente.example
Diagnostic:          The recipient's mailbox is over its quota

--------RETURNED MAIL FOLLOWS--------
To: eva@terzo.example`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'an undeliverable address',
    from: 'Mailer-Daemon@hotpop.example',
    subject: 'Undeliverable mail',
    text: `Undeliverable Address: mario@cliente.example
Reason: over quota

Original message attached`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a list server that says to whom it was addressed',
    from: 'Mail Delivery System <mailer-daemon@demon.example>',
    subject: 'Mail delivery failed',
    text: `This message was created automatically by mail delivery software.

A message addressed to 'mario@cliente.example' has failed: the recipient is not known here.

---- START OF RETURNED MESSAGE ----
To: eva@terzo.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a full mailbox first',
    from: 'MAILER-DAEMON@prodigy.example',
    subject: 'Returned mail',
    text: `User's mailbox is full: <mario@cliente.example>
Unable to deliver mail.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a service of Microsoft',
    from: 'postmaster@mx.desk.example',
    subject: 'Undeliverable mail',
    text: `The email below could not be delivered to the following user:

<mario@cliente.example>

Old message:
To: eva@terzo.example`,
    means: ['mario@cliente.example - -'],
  },
  {
    of: 'Domino without a reason of its own',
    from: 'Postmaster@cliente.example',
    subject: 'DELIVERY FAILURE: 550 5.1.1 User unknown',
    text: `Your message

  Subject: Ordine

was not delivered to:

  mario@cliente.example

because:

  550 5.1.1 User unknown`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'InterMail',
    from: 'Mail Administrator <Postmaster@mx.desk.example>',
    subject: 'Mail System Error - Returned Mail',
    text: `This Message was undeliverable due to the following reason:

Unable to deliver message to the following recipient(s): <mario@cliente.example>
Reason: User unknown

OriginalMessage attached`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'Netscape Messaging',
    from: 'Mail Administrator <Postmaster@mx.desk.example>',
    subject: 'Mail System Error - Returned Mail',
    text: `This Message was undeliverable due to the following reason:

The following destination addresses were unknown (please check
the addresses and re-mail the message):

SMTP <mario@cliente.example>

Please reply to Postmaster@mx.desk.example
if you feel this message to be in error.`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a provider that is sorry',
    from: 'MAILER-DAEMON@earthlink.example',
    subject: 'Delivery problem',
    text: `Sorry, unable to deliver your message to mario@cliente.example for the following reason:

552 Quota violation for mario@cliente.example

A copy of the original message below this line:

To: eva@terzo.example`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a gateway with a subject below the recipients',
    from: 'MAILER-DAEMON@ademe.example',
    subject: 'Undeliverable message',
    text: `A message could not be delivered to:

  mario@cliente.example
  anna@altro.example

Subject: Ordine
To: eva@terzo.example`,
    means: ['mario@cliente.example - -', 'anna@altro.example - -'],
  },
  {
    of: 'an invalid user of the last host',
    from: 'Mailer-Daemon@mx.desk.example',
    subject: 'Undelivered mail',
    text: `Invalid final delivery userid: mario@cliente.example

Original message follows.

To: eva@terzo.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a service with failed recipients between rules',
    from: 'E_SMTP_Mail_Service@mx.desk.example',
    subject: 'Email Delivery Failure',
    text: `The following mail could not be delivered.

---- Failed Recipients ----
   Recipient: <mario@cliente.example>
   Reason: [Message] Couldn't deliver. (550 User not local)

----- Returned Mail ----
To: eva@terzo.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'LISTSERV',
    from: 'LSMTP <Postmaster@mx.desk.example>',
    subject: 'Delivery error',
    text: `The enclosed mail could not be delivered.

--> Error description:

Error-For:  mario@cliente.example
Error-Code: 3
Error-Text: 550 5.1.1 User unknown

Error-End:  One error reported.`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'an Italian service',
    from: 'MAILER-DAEMON@dado.example',
    subject: 'Returned mail',
    text: `Your message has encountered delivery problems to local user mario.
(Originally addressed to mario@cliente.example)

Your message reads (in part):

To: eva@terzo.example`,
    means: ['mario@cliente.example - -'],
  },
  {
    of: 'a service of China',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `This is the deliver program at mx.desk.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

mario@cliente.example: Mailbox is full
--- Below this line is a copy of the message.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a service that puts the address into brackets',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Delivery failed',
    text: `This is the email server at mx.desk.example.

The following recipient could not be reached:

   mario@cliente.example (Mario Rossi)
   550 - no such user here`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'a service with details of the error',
    from: 'MAILER-DAEMON@uci.example',
    subject: 'Undelivered message',
    text: `--------Message not delivered to the following:

     mario@cliente.example

--------Error Detail (phquery V4.4):

     The message, "No matches to nameserver query," is generated whenever
     the recipient is not listed.`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'Dovecot',
    from: 'Mail Delivery Subsystem <postmaster@cliente.example>',
    subject: 'Rejected: Ordine',
    text: `Your message to <mario@cliente.example> was automatically rejected:
Quota exceeded (mailbox for user is full)`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a switch that only warns',
    from: 'MAILER-DAEMON@switch.desk.example',
    subject: 'Warning: message delayed',
    text: `Your message to:

  mario@cliente.example

could not be delivered yet. This is just a warning, you do not need to take any action.`,
    means: ['mario@cliente.example - expired'],
  },
  {
    of: 'Symantec that only warns',
    from: 'Symantec_AntiVirus_for_SMTP_Gateways@mx.desk.example',
    subject: 'Delivery delayed',
    text: `Your message with Subject: Ordine

has not been delivered to the following recipients:

  mario@cliente.example

Delivery attempts will continue to be made for 5 days.`,
    means: ['mario@cliente.example - expired'],
  },
  {
    of: 'CompuServe',
    from: 'CompuServe Postmaster <postmaster@compuserve.example>',
    subject: 'Undeliverable message',
    text: `Your message could not be delivered as addressed.

Invalid receiver address: mario@cliente.example

--- Returned message ---

To: eva@terzo.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a table of recipients and answers',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Delivery report',
    text: `The message could not be delivered. Details:

Recipient                 Reason
------------------------  -----------------------
mario@cliente.example     550 5.1.1 user unknown
anna@altro.example        552 5.2.2 mailbox full`,
    means: ['mario@cliente.example 5.1.1 userunknown', 'anna@altro.example 5.2.2 mailboxfull'],
  },
  {
    of: 'a dialogue only',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Returned mail: see transcript for details',
    text: `   ----- Transcript of session follows -----
... while talking to mx.cliente.example.:
>>> RCPT To:<mario@cliente.example>
<<< 550 5.7.1 Service refused, see http://www.example.org/why`,
    means: ['mario@cliente.example 5.7.1 -'],
  },
  {
    of: 'UUCP',
    from: 'uucp@mx.desk.example (Mail Delivery Subsystem)',
    subject: 'Undelivered mail',
    text: `Your mail to mario@cliente.example could not be delivered: remote access to path/file denied.`,
    means: ['mario@cliente.example - -'],
  },
  {
    of: 'a web server that forwards a form',
    from: 'Mail Delivery Subsystem <mailer-daemon@mx.desk.example>',
    subject: 'Delivery Failure',
    text: `Hello help@desk.example,

We were unable to deliver your message to the following recipients:

   1) mario@cliente.example, Status: 5.4.4 (Host or domain name not found)
   2) anna@altro.example, Status: 4.2.2 (Mailbox full)

Your message is attached.`,
    means: ['mario@cliente.example 5.4.4 hostunknown', 'anna@altro.example 4.2.2 mailboxfull'],
  },
  {
    of: 'a name before the address',
    from: 'postmaster@mx.desk.example',
    subject: 'Undeliverable: Ordine',
    text: `The following recipient(s) could not be reached:

      Rossi, Mario [mario@cliente.example] on 3/2/2026 10:15 AM
            There was a SMTP communication problem with the recipient's email server.
            <mx.desk.example #5.5.0 smtp;550 Requested action not taken: mailbox unavailable>`,
    means: ['mario@cliente.example 5.5.0 userunknown'],
  },
  {
    of: 'a report in HTML words',
    from: 'Mail Delivery System <mailer-daemon@mx.desk.example>',
    subject: 'Undelivered Mail Returned to Sender',
    text: `We could not deliver your message.

To: mario@cliente.example
Subject: Ordine
Error: 550 5.2.1 The account is inactive`,
    means: ['mario@cliente.example 5.2.1 suspend'],
  },
  {
    of: 'a server that puts addresses between arrows',
    from: '"MAILER-DAEMON" <MAILER-DAEMON@mx.desk.example>',
    subject: 'FAILURE NOTICE :',
    text: `  ----- The following addresses had permanent fatal errors -----

 >>> mario@cliente.example <<<

   ----- Transcript of session follows -----
 550 sorry, no mailbox here by that name (#5.1.1 - chkusr)

   ----- Original message follows -----
To: eva@terzo.example`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'a server that puts the reason into brackets',
    from: '"Mail Deliver System" <MAILER-DAEMON@mx.desk.example>',
    subject: 'Returned Mail: Ordine',
    text: `The original message was received at Mon, 2 Mar 2026 10:15:00 +0100
from help@desk.example

---The following addresses had delivery errors---

mario@cliente.example [User unknown]`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'a server with technical details',
    from: 'Mail Delivery System <mailer-daemon@mx.desk.example>',
    subject: 'Delivery status notification',
    text: `============================================================================
      This is an automatically generated Delivery Status Notification.

Delivery to the following recipients failed permanently:

 * mario@cliente.example

============================================================================
Technical details:

 SMTP:RCPT host 192.0.2.8: 553 5.3.0 <mario@cliente.example>... No such user here

============================================================================
Original message headers:

To: eva@terzo.example`,
    means: ['mario@cliente.example 5.3.0 userunknown'],
  },
  {
    of: 'a server that counts its errors',
    from: 'Mail Delivery Service <mailer-daemon@mx.desk.example>',
    subject: 'There was an error sending your mail',
    text: `We had trouble delivering your message. Full details follow:

Subject: 'Ordine'
Date: 'Mon, 02 Mar 2026 10:15:00 +0000'

1 error(s):

SMTP Server <mx.cliente.example> rejected recipient <mario@cliente.example>
  (Error following RCPT command). It responded as follows: [550 5.1.1 User unknown]`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'a provider of sending',
    from: 'MAILER-DAEMON <mailer-daemon@sender.example>',
    subject: 'Undelivered Mail Returned to Sender',
    text: `This is an automatically generated message.

I'm sorry to have to tell you that your message was not able to be delivered to one of its intended recipients.

If you require assistance with this, please contact our support.

mario@cliente.example: 550 5.1.1 <mario@cliente.example>... User Unknown`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'a carrier that tells the state of the account first',
    from: 'Postmaster@ezweb.example',
    subject: 'Mail System Error - Returned Mail',
    text: `The user(s) account is temporarily over quota.

<mario@cliente.example>

------- Original mail ----
To: eva@terzo.example`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'a carrier whose account is disabled',
    from: 'Postmaster@ezweb.example',
    subject: 'Mail System Error - Returned Mail',
    text: `The user(s) account is disabled.

<mario@cliente.example>: 550 user unknown (in reply to RCPT TO command)`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'a group that does not exist or takes no mail',
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
    text: `Hello help@desk.example,

We're writing to let you know that the group you tried to contact (ordini) may not exist, or you may not have permission to post messages to the group. A few more details on why you weren't able to post:

 * You might have spelled or formatted the group name incorrectly.
 * The owner of the group may have removed this group.

If you have questions related to this or any other group, visit the Help Center.

----- Original message -----

From: help@desk.example
To: ordini@googlegroups.com`,
    means: ['ordini@googlegroups.com - rejected'],
  },
  {
    of: 'a gateway that lists what it tried',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Message delivery failure',
    text: `Message for domain cliente.example could not be delivered.

mario@cliente.example
 --> error after MAIL FROM from mx.cliente.example: 451 4.7.1 Greylisted, try again
 --> gave up after 5 days`,
    means: ['mario@cliente.example 4.7.1 -'],
  },
]
