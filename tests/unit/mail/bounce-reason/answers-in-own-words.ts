import { linesOf } from './answer-tables'

/**
 * Answers as administrators write them in words of their own, by what they mean: no provider's, and nothing that a list
 * of phrases could hold.
 */
export const answersInOwnWords = linesOf({
  userunknown: `
550 The recipient mario@cliente.example does not exist on this system
550 <mario@cliente.example> is not a valid account
550 Unknown destination address
550 Recipient address invalid
550 no such account - mario
550 unknown mailbox for mario
550 mailbox not recognized
550 Mailbox mario not local
550 Addressee not found
550 Unknown customer
550 account was deleted
550 user account removed
550 This mailbox has been deleted
550 The user has been removed from our system
550 the person you are trying to reach no longer works here
550 mario@cliente.example is no longer valid
550 Address does not resolve to a mailbox
550 Couldn't find user mario
550 cannot find your recipient
550 Bad recipient`,
  suspend: `
550 this mailbox has been closed
550 account has been cancelled
550 mailbox is suspended for non payment
550 user is barred
550 Account is temporarily disabled
550 recipient mailbox is blocked
550 Mailbox is locked
550 subscription expired
550 mailbox deactivated due to inactivity
550 this user has been disabled
550 inactive recipient
550 This account has been put on hold by its owner
550 mailbox has been turned off
550 user mario has been locked out
550 account not in good standing
550 Mailbox expired
550 casella sospesa
550 Postfach gesperrt
550 compte suspendu
550 cuenta suspendida`,
  mailboxfull: `
552 Recipient's quota is exhausted
550 no space in mailbox
552 user's inbox has no room
550 account limit reached
552 The mailbox cannot accept more messages because it is full
552 mailbox would exceed its quota
554 Message exceeds mailbox quota
552 disk usage exceeded
550 Not enough storage
450 too many mails in mailbox
552 mailbox capacity exceeded
552 user's mail directory is full
552 mario is over his quota
452 not enough room in mailbox of recipient
552 The mailbox has run out of space
552 storage limit for this account was hit
550 recipient has used all available space
552 inbox overflow
552 no more messages can be stored for this user
552 Speicherplatz erschöpft`,
  hostunknown: `
550 Domain mismatch: no such domain here
550 recipient domain not found
553 domain name not found in DNS
550 host cliente.example cannot be resolved
550 no DNS record for cliente.example
unable to look up cliente.example: no such host
550 no such host is known
Could not resolve domain cliente.example
550 Invalid domain name
the domain cliente.example does not exist
The domain cliente.example couldn't be found
unable to find MX or A record: domain does not exist
no address associated with hostname
cannot find any server for domain cliente.example
the destination domain is invalid
DNS says cliente.example: NXDOMAIN
550 Domain unknown
il dominio cliente.example non esiste
Die Domain cliente.example existiert nicht
le domaine n'existe pas`,
  norelaying: `
554 relay is not allowed
550 domain not local, relay refused
550 we are not a relay for cliente.example
551 this is not a relay host
550 no relay
550 mail for cliente.example is not handled here
550 This domain is not hosted here
550 domain not served by this host
550 I will not relay for you
554 third-party relaying not supported
550 authentication needed to relay
550 you may not relay through this machine
550 not an accepted domain
550 cliente.example is not one of our domains
550 we only accept mail for local domains`,
  mesgtoobig: `
552 mail too large
552 size of the message exceeds limits
552 Message exceeds maximum of 10 MB
550 your mail is bigger than allowed
552 over the maximum message length
554 oversized message
552 this mail weighs more than 10 MB
552 attachment too large
552 limit of 20MB per message
552 your message has 12000000 bytes, only 10000000 are allowed
552 Nachricht zu groß
552 messaggio troppo grande
552 message trop volumineux
552 mails over 5 MB are refused
552 please send smaller messages
552 message exceeds our size restrictions`,
  expired: `
no answer from host after 3 days
gave up after 5 days
timed out waiting for greeting
host did not respond
connect failed: timeout
server not responding
time limit for delivery exceeded
unable to contact host for 2 days
server could not be reached for 48 hours
no connection possible, giving up
the remote side closed the connection
after 4 days we stopped trying
the mail server of cliente.example does not answer
connection was interrupted again and again`,
  blocked: `
550 your IP is on our local blacklist
550 dynamic address refused
550 residential IP, use your provider's server
550 your mail server is listed in our RBL
554 connection refused due to abuse
550 listed by abuseat.org
450 greylisted for 5 minutes
451 try again in a while, greylisting
554 your network has been banned
550 You are on my black list
550 Your mail server has been blacklisted by our administrator
554 no mail from cable modems
554 sorry, hosts in your country may not connect
421 banned for 1 hour
554 you are connecting from a blocked network
550 we refuse mail from your provider
450 first-time sender, retry later (greylist)
550 your IP has a bad history here
554 access refused to 192.0.2.1
554 we have banned your network`,
  speeding: `
450 you are sending too fast
550 sending quota exceeded
452 too much mail from you today
450 you exceeded 100 mails per hour
421 slow down please
450 more than 30 mails per minute are not accepted
451 sending rate too high`,
  toomanyconn: `
421 connection limit reached for your IP
452 too many recipients in one mail
421 simultaneous connections exceeded
421 only 5 connections allowed
452 no more than 50 recipients
421 too many parallel connections`,
  rejected: `
550 your address was rejected
553 sender domain unresolvable
550 we do not accept mail from this sender
550 only subscribers may post here
550 external senders are not accepted by this address
550 sender not on the whitelist
554 mail from desk.example is not wanted here
550 sender has been banned
553 from address does not exist
550 the sender's domain has no MX
550 this list is closed to outsiders
550 we cannot verify that your address exists
550 MAIL FROM refused`,
  systemerror: `
451 internal problem
421 server shutting down
451 database is unavailable
550 unexpected error
451 please try later
421 maintenance
451 unable to write queue
451 disk I/O trouble, retry
421 overloaded
451 backend unavailable
451 could not write to spool
451 LDAP server is down
421 system under heavy load`,
  contenterror: `
550 malformed MIME
554 character set is not supported
550 illegal 8bit characters in header
554 message has no body
554 broken MIME boundary
554 unreadable MIME parts`,
  notcompliantrfc: `
550 no Date header
554 From header missing
550 two From headers`,
  policyviolation: `
550 executables are not accepted
554 zip files are forbidden
550 our policy does not allow this
550 attachments of this kind are not permitted
554 company policy forbids this mail
550 Rejected due to a rule of the organisation
554 files of type .js are not accepted
554 mails with macros are forbidden`,
  virusdetected: `
550 message contains a worm
554 Trojan found
550 ClamAV: Eicar
554 infected attachment removed, mail refused
550 AV engine found a virus
554 this mail carries a trojan`,
  securityerror: `
550 must authenticate first
530 log in before sending
554 encryption required
530 authentication is mandatory
554 only TLS connections
530 please log in first`,
  authfailure: `
550 SPF says you may not send for desk.example
550 DMARC reject
550 mail is not from an authorised server of the domain (SPF)
550 alignment check of DMARC not passed
554 signature DKIM did not verify
550 the SPF record of your domain does not list your server
550 no valid DKIM signature`,
  filtered: `
550 The recipient refuses mail from you
550 blocked by user's filter
550 mailbox accepts mail from contacts only
550 recipient has blocked you
550 rejected by rule of recipient
550 the owner of this mailbox does not want your mail
550 only mail from his contacts is accepted by mario`,
  hasmoved: `
551 mario moved, write to mario@new.example
550 this address has changed to mario@new.example
551 mario has a new address
550 mario can now be reached at mario@new.example`,
  requireptr: `
550 your IP has no name in the DNS
554 set up reverse DNS before sending
550 PTR missing`,
  spamdetected: `
550 we classified your message as advertising
554 looks like spam, tastes like spam
550 The mail was rejected because its content resembles junk
550 unsolicited advertising refused
550 we think this is junk
550 message tripped our filters for unsolicited mail
554 Spam!`,
  systemfull: `
452 server disk full
452 no disk space left on server`,
  networkerror: `
mail is looping
network unreachable
routing problem: mail would loop`,
  notaccept: `
550 this domain accepts no mail
550 this host takes no mail at all`,
})
