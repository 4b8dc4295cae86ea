import { answersOf } from './answer-tables'

/**
 * Refusals, of hosts, senders, mails and recipients. Names and numbers are invented; the words are those by which
 * servers of many makes and countries say it.
 */
export const refusals = answersOf({
  blocked: `
- 550 192.0.2.9 listed at spamhaus, see http://www.spamhaus.org
5.7.1 550 5.7.1 192.0.2.9 has been blocked by zen.spamhaus.org
5.7.1 550 5.7.1 Rejected: 192.0.2.9 listed at bl.spamcop.net
- 554 mx.ours.example 192.0.2.9 found on one or more DNSBLs, see BL000010
- 554 refused for policy reasons, host found in DNS blacklist at dnsbl.sorbs.net
5.7.1 550 5.7.1 Client address [192.0.2.9] blocked, you are in the SPAMMER List
- 550 We do not take mail from hosts with dynamic IP
- 554 IP=192.0.2.9 - A problem occurred. (Ask your postmaster) (BL)
- Connected to 192.0.2.9 but my name was rejected. Remote host said: 501 invalid domain name
- 550 too many invalid recipients
- 550 sender IP address rejected
- 550 please use the smtp server of your ISP
4.7.1 450 4.7.1 <m@cliente.example>: Recipient address rejected: Greylisting in effect
- <mario@cliente.example>... Deferred: Connection refused by mx.cliente.example`,
  badreputation: `
- 554 Your host is on a list of poor reputation senders
5.7.1 554 5.7.1 Client host blocked using csi; Poor Reputation Sender Blacklist
- 421 temporarily rate limited due to IP reputation`,
  toomanyconn: `
4.3.2 421 4.3.2 Connection rate limit exceeded.
- 454 Throttling failure: Daily message quota exceeded.
- 553 mail rcpt list is too large`,
  speeding: `
- 550 Daily relay limit exceeded for this customer`,
  requireptr: `
- 550 the address of your host, ip address does not resolve`,
  securityerror: `
4.7.29 421 4.7.29 rate limited because this message was not sent over a TLS connection
- 454 Cannot authenticate just now
- 550 unauthenticated senders not allowed
5.7.333 550 5.7.333 no`,
  norelaying: `
5.7.1 550 5.7.1 <m@cliente.example>... Relaying denied. IP name lookup failed
- 550 mx.ours.example is not permitted to relay through this server`,
  rejected: `
- 550 sender is in my black list
- 550 Verify mailfrom failed, blocked
- 550 MAIL FROM does not match: mail from must equal authorized user
- Connected to 192.0.2.9 but sender was rejected. Remote host said: 550 5.7.1 Access denied
- 550 Sender ours.example has no A, AAAA or MX records
- 550 Callback setup failed while verifying <help@desk.example>
5.7.1 550 5.7.1 the sender isn't on the recipient's list of senders to accept mail from
- 554 5.7.1 Sender address [help@desk.example] blocked using dbl.spamhaus.org
- 550 is not accepting mail from this sender`,
  authfailure: `
5.7.1 550 5.7.1 DKIM signature verification failed
- 550 message violates SPF
- 550 ours.example does not meet the required authentication level`,
  notcompliantrfc: `
- 550 messages missing a valid message-id header are not accepted`,
  contenterror: `
- 550 maximum allowed line length is 998 octets, got 1200
- 550 Mail header invalid`,
  policyviolation: `
- 554 attachment of this type is blocked
- 550 your mail violates our e-mail policy
5.7.1 554 5.7.1 restricted attachment`,
  spamdetected: `
- 550 REJECT spam
- 550 Content reject. 1234
- 554 content filter rejection
- 550 a URL in this mail is listed on dbl.spamhaus.org
- 554 message refused by the SpamProfiler
- 550 your mail failed several antispam checks, be sure of your spf and ptr
- 550 message considered as spam or virus
5.7.1 554 5.7.1 message classified as bulk
5.7.1 554 5.7.1 this message scored 12.1`,
  virusdetected: `
- 550 Virus Detected; Content Rejected`,
  exceedlimit: `
5.2.3 552 5.2.3 message size exceeds fixed maximum message size`,
  mesgtoobig: `
5.3.4 552 5.3.4 message size exceeds fixed maximum message size`,
  mailboxfull: `
- cannot append to /var/mail/mario: error writing message: File too large
- 552 Mailbox limit exceeded for this address
- 550 user has exhausted the allowed storage space
5.2.2 552 5.2.2 larger than the current system limit or the recipient's mailbox is full
5.2.0 550 5.2.0 no room left
- 552 too many messages in this mailbox
- 552 the message is larger than the space available
- 552 aborted`,
  suspend: `
- 550 This account has been disabled or discontinued [#102].
- 550 Account closed, please remove
- 550 <mario@cliente.example> is now disabled
- 550 <mario@cliente.example> is currently suspended
- The user's account is temporarily limited.`,
  filtered: `
- 553 mailbox mario is restricted`,
  hasmoved: `
- 550 user mario has moved to mario@altro.example`,
  userunknown: `
- 550 this person no longer works here
- 550 No such ID (mario)
- 550 address invalid
- 550 the recipient cannot be verified
- Receiver not found: mario
- user mario was not found in LDAP
- 503 All recipients are invalid 554 5.0.0 Service unavailable
5.7.1 550 5.7.1 unregistered address`,
  expired: `
- Deferred: name server timeout. Message could not be delivered for 5 days`,
  hostunknown: `
- all host address lookups failed permanently`,
  networkerror: `
- lowest numbered MX record points to local host`,
  systemerror: `
- 421 Temporary System Problem, try again later
4.7.1 451 4.7.1 the service is currently unavailable`,
  mailererror: `
- x-unix; temporary failure`,
  syntaxerror: `
- 503 what now`,
  notaccept: `
- 521 goodbye`,
  undefined: `
- 550 no`,
})

/** Codes of providers' own, whose words say less: answer, reason. */
export const providerAnswers: readonly (readonly [diagnostic: string, reason: string])[] = [
  ['550 5.5.0 mail refused. OFR_417', 'mailboxfull'],
  ['421 service refused OFR006_107', 'requireptr'],
  ['554 DT:SPM mx4,abc', 'spamdetected'],
  ['421 HL:IFC mx4', 'speeding'],
  ['550 MI:SPF mx4', 'authfailure'],
  ['550 DY-001 Mail refused for policy reasons', 'blocked'],
  ['421 RP-001 exceeded', 'speeding'],
  ['554 (RTR:BL) http://postmaster.example', 'blocked'],
  ['554 Message not allowed - [PH01] for policy reasons', 'policyviolation'],
  ['554 mx.example refused, see RL000001', 'speeding'],
  ['554 IPBL0001 refused', 'blocked'],
  ['550 no https://support.google.com/mail/?p=NoSuchUser - gsmtp', 'userunknown'],
  ['550 no https://support.google.com/mail/?p=OverQuotaPerm - gsmtp', 'mailboxfull'],
  ['MSEXCH:IMS:UNO:DUE:MX 0 (000C05A6) Unknown Recipient', 'userunknown'],
  ['MSEXCH:IMS:UNO:DUE:MX 0 (000C0595) Ambiguous Recipient', 'filtered'],
  ['MSEXCH:IMS:UNO:DUE:MX 0 (00120270) Too Many Hops', 'networkerror'],
  ['550 SC-001 (A1) messages were not sent', 'blocked'],
  ['421 [TS01] temporarily deferred', 'speeding'],
  ['421 [TSS04] temporarily deferred', 'badreputation'],
  ['553 [TSS09] permanently deferred', 'rejected'],
  ['421 mx 192.0.2.9 blocked. AUP#In-1340', 'toomanyconn'],
  ['550 RESOLVER.ADR.Ambiguous; ambiguous address', 'systemerror'],
  ['550 RESOLVER.RST.NotAuthorized; not authorized', 'rejected'],
  ['550 RESOLVER.RST.RecipSizeLimit; too large', 'mesgtoobig'],
  ['550 QUEUE.Expired; message expired', 'expired'],
  ['550 SMTPSEND.DNS.MxLoopback; loop', 'networkerror'],
  ['550 TRANSPORT.RULES.RejectMessage; rejected', 'policyviolation'],
]

/** The maker's own numbers beyond the registry: status, reason, whatever is said. */
export const makersCodes: readonly (readonly [status: string, reason: string])[] = [
  ['5.7.502', 'rejected'],
  ['5.7.505', 'filtered'],
  ['5.7.508', 'speeding'],
  ['5.7.509', 'authfailure'],
  ['5.7.515', 'authfailure'],
  ['5.7.606', 'blocked'],
  ['5.4.310', 'hostunknown'],
  ['5.4.312', 'networkerror'],
  ['5.7.124', 'rejected'],
  ['4.2.2', 'mailboxfull'],
  ['5.7.23', 'authfailure'],
  ['5.7.25', 'requireptr'],
]

/** Single words, where nothing else tells; the same words with a code beside them leave it to the code. */
export const guessedAnswers: readonly (readonly [diagnostic: string, reason: string])[] = [
  ['550 no room left', 'mailboxfull'],
  ['550 mario is disabled here', 'suspend'],
  ['550 the owner has never logged in', 'suspend'],
  ['550 a domain not handled by this server', 'norelaying'],
  ['550 not capable of receiving', 'notaccept'],
  ['550 no DNS entry for you', 'hostunknown'],
  ['550 excessive recursion', 'networkerror'],
  ['550 quarantined', 'spamdetected'],
  ['550 only with a password', 'securityerror'],
  ['550 unregistered address', 'userunknown'],
  ['550 the recipient has left', 'userunknown'],
  ['550 no dot-lock', 'systemerror'],
  ['452 the system is out of disk space', 'systemfull'],
  ['550 he gets too much mail', 'mailboxfull'],
  ['550 no mail of such a country', 'blocked'],
  ['554 an IP address is dynamic', 'blocked'],
  ['550 HELO has to be a name', 'blocked'],
  ['550 unknown mail domain', 'hostunknown'],
  ['451 lookup gave SERVFAIL', 'networkerror'],
  ['550 MX list points back to us', 'networkerror'],
  ['the next host is not reachable', 'expired'],
  ['450 messaging limits are met', 'speeding'],
  ['450 a hundred messages per hour', 'speeding'],
  ['550 this is restricted to members', 'rejected'],
  ['550 Mario has left the firm', 'userunknown'],
  ['550 she is no longer with us', 'userunknown'],
  ['550 the address is not in use', 'userunknown'],
  ['554 No recipients accepted', 'userunknown'],
  ['550 the mailbox is unavailable', 'userunknown'],
  ['550 an unresolvable address', 'userunknown'],
  ['550 check the spelling', 'userunknown'],
  ['550 he is not with us any longer', 'userunknown'],
  ['550 mail access revoked', 'suspend'],
  ['550 we had too much abuse from your network', 'blocked'],
  ['550 hostname and IP do not match', 'requireptr'],
  ['550 we do not know the sender', 'rejected'],
  ['550 this server does not accept mail from desk', 'rejected'],
  ['550 this server does not accept mail from your network', 'blocked'],
  ['451 20 mails a minute is the limit', 'speeding'],
  ['421 already 10 connections from you', 'toomanyconn'],
  ['the host was down for three days', 'expired'],
  ['550 send-only host', 'notaccept'],
  ['550 external recipients need a login', 'norelaying'],
]

/** In other languages: answer, reason. */
export const nonEnglishAnswers: readonly (readonly [diagnostic: string, reason: string])[] = [
  ['552 la casella di posta del destinatario è piena', 'mailboxfull'],
  ['550 questo indirizzo è bloccato per inutilizzo', 'suspend'],
  ['550 il dominio del destinatario non esiste', 'hostunknown'],
  ['550 destinatario errato', 'userunknown'],
  ['550 il messaggio è stato riconosciuto come spam', 'spamdetected'],
  ['552 il messaggio supera la dimensione consentita', 'mesgtoobig'],
  ['la boîte aux lettres est saturée', 'mailboxfull'],
  ['550 le compte est désactivé', 'suspend'],
  ['550 message refusé par notre politique antispam', 'spamdetected'],
  ['550 das Postfach ist voll', 'mailboxfull'],
  ['550 Domain unbekannt: die Domain existiert nicht', 'hostunknown'],
  ['550 Ihre Nachricht wurde als Spam eingestuft', 'spamdetected'],
  ['552 el buzón está lleno', 'mailboxfull'],
  ['550 el dominio no existe', 'hostunknown'],
  ['550 esta casilla ha expirado', 'suspend'],
  ['550 nie ma takiego konta', 'userunknown'],
  ['550 konto jest zablokowane', 'suspend'],
  ['550 メールボックスがいっぱいです', 'mailboxfull'],
  ['550 受信拒否設定', 'filtered'],
  ['550 迷惑メールと判定されました', 'spamdetected'],
  ['550 您的邮件被识别为垃圾邮件', 'spamdetected'],
  ['mario est introuvable à cliente', 'userunknown'],
  ['mario wurde bei cliente nicht gefunden', 'userunknown'],
  ['No se encontró a mario en cliente', 'userunknown'],
  ['Não foi possível encontrar mario', 'userunknown'],
  ['mario is niet gevonden bij cliente', 'userunknown'],
  ['Nie można znaleźć odbiorcy mario', 'userunknown'],
  ['Det gick inte att hitta: kunde inte hitta mario', 'userunknown'],
  ['mario ble ikke funnet', 'userunknown'],
  ['mario bulunamadı', 'userunknown'],
  ['未找到该收件人', 'userunknown'],
  ['550 onbekende gebruiker', 'userunknown'],
  ['550 нет такого пользователя', 'userunknown'],
  ['550 okänd mottagare', 'userunknown'],
  ['550 neznámý uživatel', 'userunknown'],
  ["Cette adresse n'est plus valide", 'userunknown'],
  ['La casella indicata non risulta attiva', 'userunknown'],
  ['La casella del destinatario ha esaurito lo spazio', 'mailboxfull'],
  ['Le compte du correspondant a dépassé son quota', 'mailboxfull'],
  ['De mailbox van de ontvanger zit vol', 'mailboxfull'],
  ['Die Nachricht überschreitet die zulässige Größe', 'mesgtoobig'],
  ['Le message dépasse la taille autorisée', 'mesgtoobig'],
  ['Il server del destinatario non risponde', 'expired'],
  ['Der Server des Empfängers antwortet nicht', 'expired'],
  ['Le serveur ne répond pas', 'expired'],
  ['Il server mittente è in una lista nera', 'blocked'],
  ['Ihr Server steht auf einer Sperrliste', 'blocked'],
  ["L'allegato non è consentito: allegati non ammessi", 'policyviolation'],
]

/** What the registry calls its codes (RFC 3463 and later): the name of a code is no other reason than the code. */
export const registryNames: readonly (readonly [status: string, name: string, reason: string])[] = [
  ['5.1.1', 'Bad destination mailbox address', 'userunknown'],
  ['5.1.2', 'Bad destination system address', 'hostunknown'],
  ['5.1.6', 'Destination mailbox has moved, No forwarding address', 'hasmoved'],
  ['5.1.8', "Bad sender's system address", 'rejected'],
  ['5.1.10', 'Recipient address has null MX', 'notaccept'],
  ['5.2.1', 'Mailbox disabled, not accepting messages', 'suspend'],
  ['5.2.3', 'Message length exceeds administrative limit', 'exceedlimit'],
  ['5.3.1', 'Mail system full', 'systemfull'],
  ['5.3.2', 'System not accepting network messages', 'notaccept'],
  ['5.3.4', 'Message too big for system', 'mesgtoobig'],
  ['5.4.6', 'Routing loop detected', 'networkerror'],
  ['5.5.3', 'Too many recipients', 'toomanyconn'],
  ['5.6.0', 'Other or undefined media error', 'contenterror'],
  ['5.7.8', 'Authentication credentials invalid', 'securityerror'],
  ['5.7.13', 'User Account Disabled', 'suspend'],
  ['5.7.20', 'No passing DKIM signature found', 'authfailure'],
  ['5.7.25', 'Reverse DNS validation failed', 'requireptr'],
]
