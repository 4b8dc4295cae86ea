import { answersOf } from './answer-tables'

/** Answers as mail systems give them, in our own words where the wording does not matter. */
export const answersOfSystems = answersOf({
  userunknown: `
- 550 5.1.1 The email account that you tried to reach does not exist. Please try double-checking
5.1.10 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient x@y.example not found by SMTP address lookup
5.1.1 550 5.1.1 RESOLVER.ADR.ExRecipNotFound; not found
- 554 delivery error: dd This user doesn't have a mail.example account (x@y) [0]
5.1.1 550-Requested action not taken: mailbox unavailable 550 invalid DNS MX or A/AAAA resource record
5.1.1 <x@y.example>: Recipient address rejected: User unknown in virtual mailbox table
5.1.1 unknown user: "mario"
- SMTP error from remote mail server after RCPT TO:<x@y>: 550 no such user here
- Sorry, no mailbox here by that name. (#5.1.1)
5.1.1 User not listed in Domino Directory
- User mario (mario@cliente.example) not listed in Domino Directory
5.1.6 551 5.1.6 recipient no longer on server: mario
5.1.1 550 Invalid recipient mario@cliente.example
- 550 unknown user <mario@cliente.example>
- 550 mario@cliente.example... No such user
- 553 sorry, this recipient is not in my validrcptto list (#5.7.1)
- 550 #5.1.0 Address rejected.
- 550 5.1.1 sid=i01K1n00l0kn1Em01 Address rejected mario@cliente.example. [code=28]
- 550 Message was not accepted -- invalid mailbox. Local mailbox mario@mail.example is unavailable: user not found
5.0.0 L’adresse e-mail du destinataire est inconnue
- 550 Casella inesistente
- 550 Benutzer unbekannt
- 550 El usuario no existe: desconocido
5.1.3 553 5.1.3 Invalid address format
5.1.3 bad address syntax
5.1.1 User unknown in relay recipient table
- 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)
- 550 Invalid Recipient
- 550 5.1.1 <x@y> User doesn't exist: x@y`,
  suspend: `
5.2.1 550-5.2.1 The email account that you tried to reach is disabled
5.2.1 550 5.2.1 The email account that you tried to reach is inactive.
- 550 Mailbox disabled for this recipient
- 550 5.7.1 Account suspended: nonpayment
- 554 5.7.1 The user account is temporarily locked
- 550 Message was not accepted -- invalid mailbox. Local mailbox is unavailable: account is disabled
- 550 5.2.1 This mailbox has been blocked due to inactivity`,
  mailboxfull: `
4.2.2 452 4.2.2 The email account that you tried to reach is over quota
5.2.2 552-5.2.2 The recipient's inbox is out of storage space
5.2.2 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded
- 554 delivery error: dd Requested mail action aborted: exceeded storage allocation
- 552-Requested mail action aborted: exceeded storage allocation 552 Quota exceeded
5.2.2 Quota exceeded (mailbox for user is full)
5.2.0 can't create user output file. Command output: procmail: Quota exceeded while writing
- mailbox is full (MTA-imposed quota exceeded while writing to file)
- The user is over quota. Mailbox quota usage exceeded
- Error delivering to CN=SRV; Error writing database: mail file exceeds quota
- 552 5.2.2 Mailbox size limit exceeded
- 452 4.2.2 Over Quota
- 550 Account of recipient has exceeded its disk quota`,
  rejected: `
5.7.1 550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized
5.7.1 Sender address rejected: not logged in
5.1.8 <a@b.example>: Sender address rejected: Domain not found
- 550-Verification failed for <a@b.example> 550-The mail server could not deliver mail 550 Sender verify failed
- 550 permission denied. You are not allowed to post to this list
5.7.1 550 5.7.1 You don't have permission to send to this recipient
- 501 5.1.7 Bad sender address syntax
- 550 5.1.7 Sender domain must exist
- 553 5.1.8 Domain of sender address a@b.example does not exist`,
  blocked: `
5.7.1 550 5.7.1 Service unavailable, Client host [192.0.2.1] blocked using Spamhaus
5.7.511 550 5.7.511 Access denied, banned sender[192.0.2.1]
5.7.708 550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP
5.7.1 553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in a list
- 554-No SMTP service 554 IP address is block listed
4.7.1 <x@y>: Recipient address rejected: Greylisted, see http://postgrey
- host mx said: 554 rejected: IP listed in zen dnsbl
5.7.1 550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Part of their network is on our block list
5.7.1 550-5.7.1 The IP you are using is not authorized to send email directly to our servers
5.7.0 554 5.7.0 Blocked - see https://ipcheck.example/dnsbl-lookup.cgi?ip=192.0.2.1`,
  systemerror: `
4.7.500 451 4.7.500 Server busy. Please try again later from [192.0.2.1]
- 451 Requested action aborted: local error in processing
4.3.5 451 4.3.5 Server configuration problem`,
  norelaying: `
5.7.64 550 5.7.64 TenantAttribution; Relay Access Denied
5.7.54 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain
5.7.1 <x@y.example>: Relay access denied
- sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)`,
  networkerror: `
5.4.14 554 5.4.14 Hop count exceeded - possible mail loop ATTR34
4.4.1 connect to mx.cliente.example[192.0.2.1]:25: No route to host
5.4.6 mail for cliente.example loops back to myself`,
  hostunknown: `
5.4.310 550 5.4.310 DNS domain cliente.example does not exist [Message=InfoDomainNonexistent]
5.4.4 Host or domain name not found. Name service error for name=cliente.example type=A: Host not found
4.4.3 Host or domain name not found. Name service error for name=cliente.example type=MX: Host not found, try again
- Unrouteable address
- all relevant MX records point to non-existent hosts
- Sorry, I couldn't find any host named cliente.example. (#5.1.2)
5.4.4 unable to route: no mail hosts for domain
- DNS Error: Domain name not found`,
  expired: `
4.4.316 450 4.4.316 Connection refused [Message=Socket error code 10061]
5.4.300 550 5.4.300 Message expired
4.4.1 connect to mx.cliente.example[192.0.2.1]:25: Connection refused
4.4.2 lost connection with mx.cliente.example[192.0.2.1] while receiving the initial server greeting
- retry timeout exceeded
- I'm not going to try again; this message has been in the queue too long.
- CNAME lookup failed temporarily. (#4.4.3) I'm not going to try again; this message has been in the queue too long.
- The recipient server did not accept our requests to connect. connection timed out
- Delivery temporarily suspended: connect to mx.cliente.example[192.0.2.1]:25: Connection timed out
4.4.7 Delivery expired (message too old)
- Sorry, I wasn't able to establish an SMTP connection. (#4.4.1)
4.4.2 conversation with mx.cliente.example[192.0.2.1] timed out while sending RCPT TO
- Cannot send message for 5 days`,
  policyviolation: `
5.7.1 554 Message not allowed - [PH01] Email not accepted for policy reasons
5.7.9 554 5.7.9 Message not accepted for policy reasons. See http://postmaster
- 554-Transaction failed 554 Reject due to policy restrictions.
- 550 Administrative prohibition
5.7.0 552-5.7.0 This message was blocked because its content presents a potential security issue
5.7.1 550 5.7.1 [HM08] Message rejected due to local policy
- 554 Email rejected due to security policies`,
  badreputation: `
4.7.0 421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints
- 550 5.7.1 Your message was rejected because your IP has a poor reputation
- 554 Your access to this mail system has been rejected due to the sending MTA’s poor reputation`,
  requireptr: `
5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]
5.7.25 550-5.7.25 The IP address sending this message does not have a PTR record setup
- 450 4.7.1 Client host rejected: cannot find your reverse hostname`,
  mesgtoobig: `
5.3.4 message size 32000000 exceeds size limit 20480000 of server mx.cliente.example
- 552 Message size exceeds maximum permitted`,
  mailererror: `
5.3.0 Command died with status 1: "/usr/bin/maildrop"
- Child process of address_pipe transport returned 127 from command
5.3.0 unknown mailer error 1`,
  spamdetected: `
- SMTP error from remote mail server after end of data: 550 High probability of spam
5.7.1 554 5.7.1 This message has been blocked because it contains FortiSpamshield blocking URL(s)
5.7.0 550 5.7.0 Message considered as spam or virus, rejected
- 554 5.7.1 Rejected by Barracuda: blocked for bad content, spam score 12
- 550 Mail content denied
5.7.1 554 5.7.1 Message rejected under suspicion of SPAM
- 554 5.7.1 Spam message is rejected because of anti-spam policy
- 550 Message rejected because of unacceptable content`,
  virusdetected: `
5.7.1 550 5.7.1 message rejected: contains a virus Eicar-Test-Signature`,
  authfailure: `
5.7.26 550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate
5.7.26 550-5.7.26 Unauthenticated email from x.example is not accepted due to domain's DMARC policy
5.7.1 550 SPF check failed for 192.0.2.1`,
  speeding: `
4.7.28 421-4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address
5.4.5 550 5.4.5 Daily user sending limit exceeded
- 450 4.2.1 The user you are trying to contact is receiving mail too quickly
- 550 Connection frequency limited`,
  toomanyconn: `
4.7.0 421 4.7.0 Too many concurrent SMTP connections from your IP
- 451 Too many connections, please try again later
- 452 4.5.3 Too many recipients`,
  systemfull: `
5.3.1 452 4.3.1 Insufficient system storage`,
  contenterror: `
5.6.0 554 5.6.0 Message contains invalid header; improper use of 8-bit data in message header`,
  securityerror: `
5.7.0 550 5.7.0 Must issue a STARTTLS command first`,
  hasmoved: `
- 550 user has moved; please try <new@altro.example>`,
  notaccept: `
- domain cliente.example has a null MX, it does not accept mail
- 556 5.1.10 Recipient address has null MX
- an MX or SRV record indicated no SMTP service`,
})
