import type { ReasonPhrases } from './reason-phrases'

/**
 * Phrases that mean one thing whatever code stands beside them, as mail servers of many makes and countries give
 * them. They are asked before the general words: "blocked by the recipient" is no block list. Every pattern is
 * bounded.
 */
export const serverPhrases: ReasonPhrases = [
  // Our own provider knows from before that it is no use, and never asked the recipient's server.
  [
    'suppressed',
    /suppress(?:ed|ion)\b[^.]{0,30}(?:list|sending|address)|(?:list|sending|address|recipient)[^.]{0,30}\bsuppress(?:ed|ion)\b|previously (?:bounced|unsubscribed|complained)|(?:bounced|unsubscribed|spam reporting) address(?:es)?\b[^.]{0,20}(?:drop|skip)|not delivering to a user who|drop(?:ped)?: (?:bounced|unsubscribed|spam)/i,
  ],
  [
    'filtered',
    /(?:by|in) your filter|by (?:the )?(?:user|owner)(?:'s)? filter|permanently rejected message|(?<!listed )by (?:the )?recipient\b(?!(?:'s)? ?(?:domain|server|mail server|host|system|mail ?server))|recipient (?:has |is )?(?:blocked|only accept)|recipient'?s? preference|message filtered|user rules?|this address is restricted|user refuses|refuse to receive|only accept(?:s|ing) mail from|not currently being accepted for this|account is protected|mailbox is protected|is not accepting any (?:mail|message)|restricted sms/i,
  ],
  [
    'rejected',
    /bounce attacks?|blocked senders?|forged[- ]from|required for sender|your domain has been (?:banned|black|block)|send to this (?:group|list)|to this (?:group|list) is restricted|anti-?spoofing|not a registered gateway user|envelope blocked|\bbatv\b|backscatter|(?:null|empty) (?:envelope )?(?:sender|reverse|return|e-?mail address)|sender(?:'s)? (?:e-?mail )?(?:address )?(?:has been |is |was )?(?:(?:in |on )?(?:my |our |the )?(?:black|deny|block)|banned|blocked|invalid|spammer|empty|not pre-?approved)|your e-?mail address (?:has been |is )(?:black|block|ban)|senderfilter|address that has been black|closed mailing list|only members|members[- ]only|non-?members?|mailbox access for|access to submit messages|bad outbound sender|allowed[- ]senders? list|list of senders|(?:bogus|invalid|bad|unresolvable) (?:mail from|sender|return path)|(?:not|n't) accept (?:e-?)?mails? from (?:this|your|that) (?:sender|address|domain|server|host)|[ée]metteur invalide|mail from not owned|fully[- ]qualified (?:e-?mail )?address|sender (?:address )?(?:verify|verification) fail/i,
  ],
  [
    'blocked',
    /spam (?:source|host|server)s?\b|\[ts\d\d\]|suspected spam ip|not in whitelist|helo command rejected|invalid (?:helo|ehlo)|(?:helo|ehlo) name (?:is )?invalid|(?:^|\W)go away|bad sender ip|invalid ip for|too many (?:spams?|unwanted)|no access from|accepting (?:any )?(?:mail|messages)? ?from your ip\b|open proxy|refused - see|rejected - multi|zombie|not allowed to connect|(?:client|sending) (?:host|ip)[^.]{0,30}(?:black|block) ?list|(?:ip|network) [^.]{0,30}is (?:temporar\w+ )?(?:black|block)ed|connections? not accepted from|client blocked from sending|connection (?:dropped|reset) by (?:policy|rule)|service refus[ée]|\(@?:blocked|server access denied|esmtp not accepting|(?:your|this) (?:host|server|ip|system|network)\b[^.]{0,20}not (?:allowed|permitted|authori[sz]ed) to|host(?: network)? not allowed/i,
  ],
  [
    'requireptr',
    /unresolvable relay host|without (?:a )?reverse|no reverse dns|missing ptr|generic dns ptr|forward[- ]confirmed|forward dns entry does not/i,
  ],
  [
    'spamdetected',
    /\bdt:spm\b|spam ?(?:signature|words?)|blocked by (?:dcc|razor|pyzor|bayes)|contain\w{0,3} [^.]{0,20}\b(?:words?|phrases?)\b|content scanner|(?:unsafe|unacceptable) content|content of (?:this|your|the) (?:message|mail) (?:is|was|has been)|message (?:was |is )?[^.]{0,30}scored? \d|razor\d? check|\b(?:bad|malicious|blacklisted) (?:url|link)s?\b|denied \[cs\]|on (?:the )?spam scale|spam (?:points|rating)|percentage of spam/i,
  ],
  [
    'spamdetected',
    /(?:by|our) (?:anti-?)?spam policy|(?:appears?|seems?|looks?) (?:to be |like )(?:spam|unsolicited|junk)|\bpourriel\b/i,
  ],
  [
    'securityerror',
    /cannot establish session|executable files are not allowed|authentication (?:failure|turned on|credentials invalid)|unauthenticated senders|verification failure|you don'?t authenticate|perform ses:|sender ?not ?authenticated|authentification/i,
  ],
  [
    'contenterror',
    /mime complexity|mime headers?|header size exceeds|too many received(?: headers)?\b|potentially executable|charset not supported|corrupt message content|8-bit data/i,
  ],
  [
    'policyviolation',
    /organi[sz]ation(?:al)? (?:policy|settings?)|protocol violation|looks suspicious|mass mailer|captcha|encrypted attachment|disallowed (?:attachment|file)|attachment blocked|(?:illegal|banned|forbidden|dangerous) attachment|containing (?:images|attachments?|executable)|not accepting mail with/i,
  ],
  [
    'expired',
    /could not find a gateway|in the time limit|failed \d{1,4} attempts|allowed queue period|after (?:multiple|several|many) (?:retries|attempts|tries)|after \d{1,4} (?:tries|attempts|retries|days|hours)|for more than \d/i,
  ],
  [
    'notaccept',
    /mail receiving disabled|no route for current request|name server: ?[.·]: ?host not found|nullmx|null mx/i,
  ],
  [
    'networkerror',
    /dns records for the destination|(?:unable|failed) to resolve route|could not connect and send|forwarding loop|routing loop|host (?:is )?unreachable/i,
  ],
  [
    'hostunknown',
    /unroutable address(?! ?sender)|(?<!sender )domain must exist|domain is not reachable|no mx found|account or domain may not exist|domain mentioned in e-?mail address|unknown domain name|domain[^.]{0,60}not (?:appear to be )?registered|nonexistentdomain|non-?existent domain|no such host is known/i,
  ],
  ['mailererror', /^\W{0,10}local delivery failed|local mailer|pipe to \||exit code|child process/i],
  ['mesgtoobig', /header size, or recipient list|larger than the current system limit/i],
  [
    'mailboxfull',
    /(?:mail ?box|inbox|account)[^.]{0,30}(?:reached|exceed\w{0,3})[^.]{0,20}(?:maximum|limit|quota)|(?:enough|sufficient|insufficient|more) (?:room|space)[^.]{0,20}(?:mail ?box|inbox|folder)|mail ?box[^.]{0,20}not have enough|mail ?box (?:is )?over (?:the |its |his )?limit|(?:recipient|user) has too (?:many|much)|too many (?:e-?)?(?:mails?|messages?) in (?:the |his |your |this )?(?:mail ?box|inbox|account)|(?:boite|boîte)[^.]{0,30}pleine|mailbox pleine|space has been used up|too many messages on the server|(?:over|exceed\w*) (?:the |its )?(?:allowed|allotted|assigned) (?:quota|space|storage)|not have enough space|no space left on device|exceeding receiving limits/i,
  ],
  [
    'norelaying',
    /not (?:be )?allowed to relay|open relay not|not a gateway|specified domain is not allowed|(?:don'?t|do not) handle mail for|to relay (?:through|for)|relay(?:ing)? (?:through|for|mail) (?:this|to)|non-?local e-?mail/i,
  ],
  [
    'toomanyconn',
    /too many (?:receivers|recipients)|max e-?mails per hour|throttling failure|trop de connexions|too many errors|numerous attempts to deliver|maximum connection limit/i,
  ],
  [
    'speeding',
    /tenant has exceeded|exceeded (?:the |its )?(?:sending )?threshold|try again slower|at a rate that (?:prevents|exceeds)|reached your daily limit|daily limit for/i,
  ],
  [
    'suspend',
    /archiv[ée]e|user (?:is|has been) (?:terminated|deactivated)|(?:account|mailbox|user) ?(?:has been |is )?(?:terminated|deactivated)|accountdisabled|unavailable or access denied|suspend the service/i,
  ],
  [
    'systemerror',
    /temporary server error|server is too busy|mail server temporarily rejected|protocol error(?! policy)|interrupted system call|error while being processed|waiting for input|loop was found in the mail exchanger|\bbadprimary\b|no mdb\b/i,
  ],
  [
    'userunknown',
    /could not be found, or|no such virtual user|(?:user|recipient) address required|no longer on server|not our customer|mailbox is inactive|not present (?:in|on)|mailbox not present|can'?t accept user|addresses? (?:were|was) unknown|several matches found|rejected recipients?|account unavailable|not e-?mail addresses|refuses to accept your mail|badrcptto|badrecipientto|validrcptto|envelope recipient (?:has been|is) (?:denied|in my)|recipients? (?:was|were) undeliverable|no ?one at this address|missing home directory|^\W{0,20}(?:address )?rejected\W{0,20}$/i,
  ],
]
