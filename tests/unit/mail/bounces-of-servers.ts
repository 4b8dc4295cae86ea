/** What mail servers write that return a mail without a report of fields: who wrote, the title, the words, and what they mean. */
export type ToldBounce = {
  readonly of: string
  readonly from?: string
  readonly subject?: string
  readonly text: string
  /** "address status reason" of everybody who did not get it; a "-" is not judged. */
  readonly means: readonly string[]
}

const daemon = 'Mail Delivery Subsystem <MAILER-DAEMON@mx.desk.example>'

export const serverBounces: readonly ToldBounce[] = [
  {
    of: 'qmail, with two recipients',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `Hi. This is the qmail-send program at mx.desk.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<mario@cliente.example>:
192.0.2.5 does not like recipient.
Remote host said: 550 5.1.1 <mario@cliente.example>... no account by this name
Giving up on 192.0.2.5.

<anna@altro.example>:
Sorry, I couldn't find any host named altro.example. (#5.1.2)

--- Below this line is a copy of the message.

Return-Path: <help@desk.example>
To: mario@cliente.example, anna@altro.example, eva@terzo.example
Subject: Ordine`,
    means: ['mario@cliente.example 5.1.1 userunknown', 'anna@altro.example 5.1.2 hostunknown'],
  },
  {
    of: 'qmail that gave up',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `Hi. This is the qmail-send program at mx.desk.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<mario@cliente.example>:
Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
I'm not going to try again; this message has been in the queue too long.

--- Below this line is a copy of the message.`,
    means: ['mario@cliente.example 4.4.1 expired'],
  },
  {
    of: 'vpopmail behind qmail',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `Hi. This is the qmail-send program at mx.desk.example.

<mario@cliente.example>:
user is over quota

--- Below this line is a copy of the message.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'qmail, refused sender',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `Hi. This is the qmail-send program at mx.desk.example.

<mario@cliente.example>:
Connected to 192.0.2.5 but sender was rejected.
Remote host said: 553 5.1.8 <help@desk.example>... Domain of sender address help@desk.example does not exist`,
    means: ['mario@cliente.example 5.1.8 rejected'],
  },
  {
    of: 'Exim',
    from: 'Mail Delivery System <Mailer-Daemon@mx.desk.example>',
    subject: 'Mail delivery failed: returning message to sender',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  mario@cliente.example
    (generated from info@cliente.example)
    host mx.cliente.example [192.0.2.5]
    SMTP error from remote mail server after RCPT TO:<mario@cliente.example>:
    550 5.1.1 unknown mailbox
  anna@altro.example
    all relevant MX records point to non-existent hosts

------ This is a copy of the message, including all the headers. ------

To: eva@terzo.example`,
    means: ['mario@cliente.example 5.1.1 userunknown', 'anna@altro.example - hostunknown'],
  },
  {
    of: 'Exim that warns',
    from: 'Mail Delivery System <Mailer-Daemon@mx.desk.example>',
    subject: 'Warning: message 1wAbCd-0001Xy-2Z delayed 24 hours',
    text: `This message was created automatically by mail delivery software.
A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mx.desk.example.

The message identifier is:     1wAbCd-0001Xy-2Z
The subject of the message is: Ordine
The date of the message is:    Mon, 02 Mar 2026 10:15:00 +0100

The address to which the message has not yet been delivered is:

  mario@cliente.example
    Delay reason: mailbox is full

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals if the message
remains undelivered.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'Exim with a quota of the tenant of a hosting panel',
    from: 'Mail Delivery System <Mailer-Daemon@host.desk.example>',
    subject: 'Mail delivery failed: returning message to sender',
    text: `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  mario@cliente.example
    Domain cliente.example has exceeded the max emails per hour (150/150 (100%)) allowed. Message discarded.`,
    means: ['mario@cliente.example - toomanyconn'],
  },
  {
    of: 'Postfix, without its fields',
    from: 'MAILER-DAEMON@mx.desk.example (Mail Delivery System)',
    subject: 'Undelivered Mail Returned to Sender',
    text: `This is the mail system at host mx.desk.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<m.rossi@interno.example> (expanded from <mario@cliente.example>): host
    mx.interno.example[192.0.2.5] said: 552 5.2.2 Mailbox size limit exceeded
    (in reply to end of DATA command)

<anna@altro.example>: connect to mx.altro.example[192.0.2.6]:25: Connection timed out`,
    means: ['m.rossi@interno.example 5.2.2 mailboxfull', 'anna@altro.example - expired'],
  },
  {
    of: 'Postfix whose words were translated',
    from: 'MAILER-DAEMON@mx.desk.example (Mail Delivery System)',
    subject: 'Messaggio non recapitato restituito al mittente',
    text: `Questo è il sistema di posta dell'host mx.desk.example.

Il Suo messaggio non è stato consegnato a uno o più destinatari.

<mario@cliente.example>: host mx.cliente.example[192.0.2.5] said: 550 5.1.1
    <mario@cliente.example>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'sendmail',
    from: daemon,
    subject: 'Returned mail: see transcript for details',
    text: `The original message was received at Mon, 2 Mar 2026 10:15:00 +0100
from desk.example [192.0.2.1]

   ----- The following addresses had permanent fatal errors -----
<mario@cliente.example>
    (reason: 550 5.1.1 <mario@cliente.example>... User unknown)
    (expanded from: <info@desk2.example>)
|/usr/local/bin/vacation
    (reason: 255)

   ----- Transcript of session follows -----
... while talking to mx.cliente.example.:
>>> DATA
<<< 550 5.1.1 <mario@cliente.example>... User unknown
550 5.1.1 <mario@cliente.example>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'sendmail that warns',
    from: daemon,
    subject: 'Warning: could not send message for past 4 hours',
    text: `    **********************************************
    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
    **********************************************

   ----- The following addresses had transient non-fatal errors -----
<mario@cliente.example>

   ----- Transcript of session follows -----
<mario@cliente.example>... Deferred: Connection timed out with mx.cliente.example.
Warning: message still undelivered after 4 hours
Will keep trying until message is 5 days old`,
    means: ['mario@cliente.example - expired'],
  },
  {
    of: 'sendmail of the eighties',
    from: 'Mailer-Daemon@mx.desk.example (Mail Delivery Subsystem)',
    subject: 'Returned mail: Unknown user',
    text: `   ----- Transcript of session follows -----
While talking to mx.cliente.example:
>>> RCPT To:<mario@cliente.example>
<<< 550 Mailbox not found
550 mario@cliente.example... User unknown

   ----- Unsent message follows -----
To: mario@cliente.example, anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'smail',
    from: 'Mail Delivery System <MAILER-DAEMON@mx.desk.example>',
    subject: 'Mail delivery failed',
    text: `|------------------------- Message log follows: -------------------------|
 no valid recipients were found for this message
|------------------------- Failed addresses follow: ---------------------|
 <mario@cliente.example> ... transport smtp: 550 unknown user
|------------------------- Message text follows: ------------------------|
To: mario@cliente.example, anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'OpenSMTPD',
    from: 'Mailer Daemon <MAILER-DAEMON@mx.desk.example>',
    subject: 'Delivery status notification: error',
    text: `    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

mario@cliente.example: 552 5.2.2 <mario@cliente.example>... Mailbox Full

    Below is a copy of the original message:

To: eva@terzo.example`,
    means: ['mario@cliente.example 5.2.2 mailboxfull'],
  },
  {
    of: 'Courier',
    from: '"Courier mail server at mx.desk.example" <@>',
    subject: 'NOTICE: mail delivery status.',
    text: `This is a delivery status notification from mx.desk.example,
running the Courier mail server, version 1.0.

The original message was received on Mon, 02 Mar 2026 10:15:00 +0100
from help@desk.example

---------------------------------------------------------------------------

                           UNDELIVERABLE MAIL

Your message to the following recipients cannot be delivered:

<mario@cliente.example>:
    mx.cliente.example [192.0.2.5]:
>>> RCPT TO:<mario@cliente.example>
<<< 550 5.1.1 <mario@cliente.example>... User Unknown

---------------------------------------------------------------------------`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'Haraka',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'failure notice',
    text: `Hi. This is the Haraka Mailer program at mx.desk.example.

I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

Intended Recipients: <mario@cliente.example>
Failure Reason: Some recipients failed: <mario@cliente.example>
mario@cliente.example: 550 5.7.1 Your mail looks like spam`,
    means: ['mario@cliente.example 5.7.1 spamdetected'],
  },
  {
    of: 'CommuniGate Pro',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Undeliverable mail: Ordine',
    text: `Failed to deliver to '<mario@cliente.example>'
SMTP module(domain cliente.example) reports:
 host mx.cliente.example says:
 550 5.1.1 The account has been deleted`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'MDaemon',
    from: 'MDaemon at mx.desk.example <MDaemon@mx.desk.example>',
    subject: 'Permanent Delivery Failure',
    text: `----------------------------------------------------------------------
PERMANENT FATAL DELIVERY ERRORS
----------------------------------------------------------------------
After one or more unsuccessful delivery attempts the attached message has
been removed from the mail queue on this server.  The number and frequency
of delivery attempts are determined by local configuration parameters.

YOUR MESSAGE WAS NOT DELIVERED TO ONE OR MORE RECIPIENTS!

Failed address: mario@cliente.example

--- Session Transcript ---
 Mon 2026-03-02 10:15:02: Sending message to mx.cliente.example
 Mon 2026-03-02 10:15:02: <-- 220 mx.cliente.example ESMTP
 Mon 2026-03-02 10:15:02: --> EHLO mx.desk.example
 Mon 2026-03-02 10:15:02: <-- 250 OK
 Mon 2026-03-02 10:15:02: --> MAIL From:<help@desk.example>
 Mon 2026-03-02 10:15:02: <-- 250 OK
 Mon 2026-03-02 10:15:02: --> RCPT To:<mario@cliente.example>
 Mon 2026-03-02 10:15:02: <-- 550 5.2.1 Mailbox disabled for this recipient
--- End Transcript ---`,
    means: ['mario@cliente.example 5.2.1 suspend'],
  },
  {
    of: 'hMailServer',
    from: 'mailer-daemon@mx.desk.example',
    subject: 'Message undeliverable: Ordine',
    text: `Your message did not reach some or all of the intended recipients.

   Sent: Mon, 2 Mar 2026 10:15:00 +0100
   Subject: Ordine

The following recipient(s) could not be reached:

mario@cliente.example
   Error Type: SMTP
   Remote server (192.0.2.5) issued an error.
   hMailServer sent: RCPT TO:<mario@cliente.example>
   Remote server replied: 550 Unknown user

hMailServer`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'MailEnable',
    from: 'Postmaster <postmaster@mx.desk.example>',
    subject: 'Message Delivery Failure',
    text: `MailEnable: Message Delivery Failure.

The following recipient(s) could not be reached:

	Recipient: [SMTP:mario@cliente.example]
	Reason: The message could not be delivered because the domain name (cliente.example) does not appear to be registered.

Message headers follow:

To: <anna@altro.example>`,
    means: ['mario@cliente.example - hostunknown'],
  },
  {
    of: 'SmarterMail',
    from: 'System Administrator <postmaster@mx.desk.example>',
    subject: 'Delivery Failure',
    text: `Could not deliver message to the following recipient(s):

Failed Recipient: mario@cliente.example
Reason: Remote host said: 550 No such user here

   -- The header and top 20 lines of the message follows --

To: anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'Mercury',
    from: 'Electronic Postmaster <postmaster@mx.desk.example>',
    subject: 'Postmaster Notify: Delivery Failure.',
    text: `The message shown below could not be delivered to the following address:

   mario@cliente.example

   **** 550 User not local; the address is not valid here.

------------ Original message -------------
To: anna@altro.example`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
  {
    of: 'IMail',
    from: 'Postmaster <postmaster@mx.desk.example>',
    subject: 'Undeliverable Mail',
    text: `Unknown user: mario@cliente.example

Original message follows.

Received: from desk.example
To: anna@altro.example`,
    means: ['mario@cliente.example - userunknown'],
  },
  {
    of: 'IMail with a full mailbox',
    from: 'Postmaster <postmaster@mx.desk.example>',
    subject: 'Undeliverable Mail',
    text: `User mailbox exceeds allowed size: mario@cliente.example

Original message follows.`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'Kerio',
    from: 'postmaster@mx.desk.example',
    subject: 'Undeliverable: Ordine',
    text: `This is an automatically generated Delivery Status Notification.

Your message could not be delivered to the following recipients:

  <mario@cliente.example>
    The mail server responded: 554 5.7.1 <mario@cliente.example>: Relay access denied`,
    means: ['mario@cliente.example 5.7.1 norelaying'],
  },
  {
    of: 'Sun Messaging Server',
    from: 'Internet Mail Delivery <postmaster@mx.desk.example>',
    subject: 'Delivery Notification: Delivery has failed',
    text: `This report relates to a message you sent with the following header fields:

  Message-id: <t1.m1@desk.example>
  Date: Mon, 02 Mar 2026 10:15:00 +0100
  From: help@desk.example
  To: lista@altro.example
  Subject: Ordine

Your message cannot be delivered to the following recipients:

  Recipient address: mario@cliente.example
  Original address: lista@altro.example
  Reason: Remote SMTP server has rejected address
  Diagnostic code: smtp;550 5.1.1 unknown or illegal alias: mario@cliente.example
  Remote system: dns;mx.cliente.example (TCP|192.0.2.1|48720|192.0.2.5|25)`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'PMDF, with a full mailbox',
    from: 'PMDF e-Mail Interconnect <postmaster@mx.desk.example>',
    subject: 'Delivery Notification: Delivery has failed',
    text: `The message cannot be delivered to the following recipients:

  Recipient address: mario@cliente.example
  Reason: over quota`,
    means: ['mario@cliente.example - mailboxfull'],
  },
  {
    of: 'PowerMTA',
    from: 'postmaster@mta.desk.example',
    subject: 'Delivery report',
    text: `Hello, this is the mail server on mta.desk.example.

I am sending you this message to inform you on the delivery status of a
message you previously sent.  Immediately below you will find a list of
the affected recipients;  also attached is a Delivery Status Notification
(DSN) report in standard format, as well as the headers of the original
message.

  <mario@cliente.example>  delivery failed; will not continue trying`,
    means: ['mario@cliente.example - -'],
  },
  {
    of: 'IronPort',
    from: 'Mail Delivery System <MAILER-DAEMON@mx.desk.example>',
    subject: 'Delivery Status Notification (Failure)',
    text: `The following message to <mario@cliente.example> was undeliverable.
The reason for the problem:
5.1.0 - Unknown address error 550-'5.1.1 <mario@cliente.example>... User unknown'`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'MailMarshal',
    from: '"Mail Administrator" <postmaster@mx.desk.example>',
    subject: 'Undeliverable Mail',
    text: `Your message:
   From:    help@desk.example
   Subject: Ordine

Could not be delivered because of

550 5.1.1 No such mailbox

The following recipients were affected:
   mario@cliente.example

Additional Information
======================
Original Sender:    <help@desk.example>
Sender-MTA:         <192.0.2.1>`,
    means: ['mario@cliente.example 5.1.1 userunknown'],
  },
  {
    of: 'MailFoundry',
    from: 'MAILER-DAEMON@mx.desk.example',
    subject: 'Message delivery has failed',
    text: `This is the MailFoundry mail server at mx.desk.example.

Unable to deliver message to: <mario@cliente.example>
Delivery failed for the following reason:
Server mx.cliente.example[192.0.2.5] failed with: 550 <mario@cliente.example> No such user here

This has been a test of the mail system.`,
    means: ['mario@cliente.example 5.0.0 userunknown'],
  },
]
