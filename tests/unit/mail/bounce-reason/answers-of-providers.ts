import { answersOf } from './answer-tables'

/** Answers as the servers of many makers and providers give them. */
export const answersOfProviders = answersOf({
  userunknown: `
5.1.1 550 5.1.1 RCPT TO user does not exist
5.1.1 550-5.1.1 The user or domain that you are sending to (or from) has a problem
5.0.0 550 Requested action not taken: mailbox unavailable
5.0.0 550 Invalid recipient x@y (#5.1.1)
5.1.0 550 5.1.0 Address rejected.
5.5.0 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)
5.4.1 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)
5.7.1 554 5.7.1 <x@y>: Recipient address rejected: Access denied
5.1.1 550 5.1.1 Not our Customer
5.0.0 554 delivery error: dd This user doesn't have a yahoo.com account (x@yahoo.com) [0] - mta1.mail.yahoo.com
5.1.6 551 5.1.6 Recipient no longer on server, has moved
5.0.0 551 User not local; please try <x@z.example>
5.0.0 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]
5.0.0 550 Message was not accepted -- invalid mailbox.  Local mailbox x@mail.ru is unavailable: user not found
5.0.0 550 Mailbox not found. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000728
5.1.1 550 5.1.1 <x@docomo.ne.jp>... Unknown user
5.0.0 550 Unknown user x@docomo.ne.jp
5.0.0 550 <x@ezweb.ne.jp>: User unknown
5.0.0 550 Invalid recipient: <x@softbank.ne.jp>
5.0.0 550 permanent failure for one or more recipients (x@y:550 5.1.1 <x@y>: Recipient address rejected: User unknown)
5.0.0 550 Invalid Recipient - https://community.mimecast.com/docs/DOC-1369#550`,
  hostunknown: `
5.0.0 550 unrouteable address
5.1.2 550 5.1.2 Host unknown (Name server: x.example: host not found)
5.4.4 Host or domain name not found. Name service error for name=x.example type=AAAA: Host not found`,
  suspend: `
5.2.1 550 5.2.1 The email account that you tried to reach is disabled.
5.0.0 554 delivery error: dd Sorry, your message to x@yahoo.com cannot be delivered. This mailbox is disabled (554.30). - mta
5.0.0 550 User suspended
5.0.0 550 Account inactive
5.0.0 550 This account has been temporarily suspended
5.2.1 550 5.2.1 Mailbox disabled, not accepting messages
5.0.0 550 Local mailbox x is unavailable: account is disabled`,
  speeding: `
5.2.1 550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.
4.2.1 450 4.2.1 The user you are trying to contact is receiving mail too quickly. Please resend your message at a later time.
4.7.0 421 4.7.0 Our system has detected an unusual rate of unsolicited mail originating from your IP address.
5.0.0 421 RP-001 (BAY) Unfortunately, some messages from 192.0.2.1 weren't sent. Please try again. We have limits for how many messages can be sent per hour and per day.
5.0.0 550 Ip frequency limited. http://service.mail.qq.com
5.0.0 550 Domain frequency limited.`,
  badreputation: `
4.7.0 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes
5.0.0 550 csi.mimecast.org Poor Reputation Sender. - https://community.mimecast.com`,
  spamdetected: `
5.7.1 550 5.7.1 Our system has detected that this message is likely unsolicited mail. To reduce the amount of spam sent to Gmail, this message has been blocked.
5.7.1 550 5.7.1 Message rejected as spam by Content Filtering.
5.7.1 554 5.7.1 Spam message rejected; If this is not spam contact the abuse department
5.7.1 550 5.7.1 Message contains spam or virus or sender is blocked
5.7.1 554 5.7.1 [P4] Message blocked due to spam content in the message.
5.0.0 550 High probability of spam
5.0.0 550 This message scored 9.8 spam points.
5.0.0 550 5.2.0 Mail rejete. Mail rejected. ofr_506 [506]
5.7.1 550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=abc or  report details to abuse@corp.mail.ru
5.7.1 554 5.7.1 Message rejected under suspicion of SPAM; https://ya.cc/1IrBc
5.0.0 554 DT:SPM 163 mx1,abc please see http://mail.163.com/help/help_spam_16.htm
5.0.0 550 Mail content denied. http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=20022&&no=1000726
5.0.0 554 5.0.0 Sorry, your message appears to be spam (D5)
5.0.0 554 Email rejected due to security policies - MCSpamSignature.x
5.0.0 554 rejected by Barracuda: Message contains bad URL`,
  blocked: `
5.7.1 550-5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized to send email directly to our servers.
5.7.606 550 5.7.606 Access denied, banned sending IP [192.0.2.1]
5.7.1 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus. To request removal from this list see https://www.spamhaus.org/query/ip/192.0.2.1 (AS3130)
4.7.1 451 4.7.1 Greylisting in action, please come back in 00:05:00
4.7.1 450 4.7.1 <x@y>: Recipient address rejected: Greylisted for 300 seconds
4.7.1 451 4.7.1 Please try again later (temporarily deferred due to greylisting)
5.5.2 504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname
5.7.1 550 5.7.1 Your server is listed on our block list
5.0.0 550 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1
5.0.0 554 Blocked - see http://csi.cloudmark.com/reset-request/?ip=192.0.2.1
5.0.0 554 resimta-po-01v.sys.comcast.net comcast 192.0.2.1 Comcast block for spam. Please see http://postmaster.comcast.net/smtp-error-codes.php#BL000000
5.0.0 550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)
5.0.0 554 5.7.1 rejected due to DNSBL
5.0.0 550 SC-001 (COL004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent. Please contact your Internet service provider since part of their network is on our block list.
5.0.0 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).
5.0.0 550 DY-001 (BAY004-MC1F1) Unfortunately, messages from 192.0.2.1 weren't sent. Please contact your Internet service provider. You can tell them that Hotmail does not relay dynamically-assigned IP ranges.
5.0.0 550 permanent failure for one or more recipients (x@y:blocked)`,
  authfailure: `
5.7.26 550-5.7.26 This mail has been blocked because the sender is unauthenticated.
5.7.23 550 5.7.23 The message was rejected because of Sender Policy Framework violation
5.7.1 550 5.7.1 SPF fail for x@y
5.7.509 550 5.7.509 Access denied, sending domain X does not pass DMARC verification and has a DMARC policy of reject.`,
  rejected: `
5.7.124 550 5.7.124 RESOLVER.RST.SenderNotInAllowedList; sender not in allowed-senders list
5.1.8 550 5.1.8 Access denied, bad outbound sender
5.7.1 550 5.7.1 Sender address rejected: not owned by user
5.1.8 553 5.1.8 <x@y>... Domain of sender address x@y does not exist
5.0.0 550 Sender verify failed
5.7.1 550 5.7.1 Mailing list x: you are not allowed to post to this mailing list
5.7.1 550 5.7.1 You do not have permission to send to this recipient
5.0.0 553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)
5.0.0 554 Service unavailable; Sender address blocked
5.0.0 550 Rule imposed mailbox access for x@y refused: user invalid
5.0.0 550 We do not accept mail from this sender
5.7.1 550 5.7.1 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550
5.0.0 550 Rejected by header based manually Blocked Senders - block manual - https://community.mimecast.com`,
  mailboxfull: `
5.2.2 554 5.2.2 mailbox full;STOREDRV.Deliver.Exception:QuotaExceededException; Failed to process message due to a permanent exception
5.2.2 452 4.2.2 The email account that you tried to reach is over quota and inactive
5.0.0 552 Mailbox has exceeded the limit
5.0.0 550 Mailbox quota exceeded
5.0.0 554 5.7.1 Recipient refused: mailbox is full`,
  securityerror: `
5.7.57 530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM
5.7.0 530 5.7.0 Must issue a STARTTLS command first
5.7.0 530 5.7.0 Authentication required
5.7.8 535 5.7.8 Error: authentication failed
5.7.1 550 5.7.1 RESOLVER.RST.AuthRequired; authentication required`,
  expired: `
4.4.2 421 4.4.2 Connection dropped due to SocketError
5.4.7 delivery expired (message too old) 'DNS Hard Error' looking up x.example
4.4.1 connect to mx.x.example[192.0.2.5]:25: Connection refused
4.4.2 conversation with mx.x.example[192.0.2.5] timed out while receiving the initial server greeting
4.4.2 lost connection with mx.x.example[192.0.2.5] while sending RCPT TO`,
  systemerror: `
4.7.500 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712)
5.3.0 550 5.3.0 <x@y>: Unable to create a dot-lock at /var/mail/x.lock
4.3.0 451 4.3.0 Temporary lookup failure
4.3.5 451 4.3.5 Server configuration error
5.0.0 451 Internal resource temporarily unavailable - https://community.mimecast.com/docs/DOC-1369#451`,
  norelaying: `
5.7.1 554 5.7.1 Relay access denied
5.7.1 550 5.7.1 Unable to relay
5.0.0 553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)`,
  policyviolation: `
5.7.0 552 5.7.0 This message was blocked because its content presents a potential security issue.
5.0.0 554 Message not allowed - [PH01] Email not accepted for policy reasons. Please visit https://postmaster.yahooinc.com/error-codes
5.7.9 554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes
5.7.1 550 5.7.1 Message rejected due to local policy. Please visit http://www.x.example/
5.7.1 554 5.7.1 The file attachment type is not permitted
5.0.0 550 5.7.0 Local Policy Violation
5.0.0 550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy`,
  virusdetected: `
5.7.0 554 5.7.0 Reject, id=12345-01 - INFECTED: Eicar-Test-Signature
5.7.1 550 5.7.1 Virus detected by ClamAV AV engines`,
  contenterror: `
5.6.0 554 5.6.0 Message contains invalid header
5.6.1 554 5.6.1 Eight bit data not allowed
5.0.0 550 maximum allowed line length is 998 octets, got 1500
5.0.0 550 Message has lines too long for transport
5.0.0 552 message line is too long`,
  mesgtoobig: `
5.3.4 552 5.3.4 Message size exceeds fixed limit
5.0.0 554 permanent error: message too big`,
  exceedlimit: `
5.2.3 552 5.2.3 Your message exceeded Google's message size limits.`,
  systemfull: `
4.3.1 452 4.3.1 Insufficient system storage
4.4.5 450 4.4.5 Insufficient disk space`,
  notaccept: `
4.3.2 451 4.3.2 System not accepting network messages
5.1.10 556 5.1.10 Recipient address has null MX`,
  requireptr: `
5.7.25 550 5.7.25 The IP address sending this message does not have a PTR record setup
5.7.1 554 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]
4.7.1 450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]
5.0.0 554 Your IP does not have a valid reverse DNS`,
  toomanyconn: `
4.0.0 421 Too many concurrent SMTP connections; please try again later.
4.7.0 421 4.7.0 Error: too many connections from 192.0.2.1
4.5.3 452 4.5.3 Too many recipients
5.0.0 421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow down. OFR004_104`,
  networkerror: `
5.4.6 554 5.4.6 Too many hops 26 (25 max)
5.4.6 mail for x.example loops back to myself
4.4.1 connect to mx.x.example[192.0.2.5]:25: No route to host
5.0.0 451 DNS temporary failure
5.0.0 554 5.4.0 Error: too many hops`,
  syntaxerror: `
5.5.1 503 5.5.1 Error: need RCPT command
5.5.2 500 5.5.2 Syntax error, command unrecognized`,
  mailererror: `
5.3.0 Command died with status 1: "/usr/bin/procmail"`,
  filtered: `
5.7.1 550 5.7.1 Refused by recipient's filter
5.0.0 541 Mail rejected by sieve filter
5.2.0 550 5.2.0 Message Filtered`,
  suppressed: `
5.0.0 550 permanent failure: Recipient on our suppression list
5.1.1 Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.
5.0.0 605 Not delivering to previously bounced address
5.0.0 Not delivering to a user who marked your messages as spam
5.0.0 Recipient is on the Mailgun suppression list: previously bounced`,
  notcompliantrfc: `
5.0.0 550 Missing required header: Date
5.7.1 550-5.7.1 Messages missing a valid Message-ID header are not accepted. 550 5.7.1 see RFC 5322`,
})
