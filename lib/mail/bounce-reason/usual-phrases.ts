/**
 * What servers write beside the code, seen in the wild. Servers choose codes carelessly and words with care, so
 * that these are asked first; more particular ones stand before general ones. Of those marked as vague a code, where
 * there is one, says more. Every pattern is bounded.
 */
export const usualPhrases: readonly (readonly [reason: string, words: RegExp, sure?: 'vague'])[] = [
  ['spamdetected', /spam ?shield/i],
  [
    'badreputation',
    /\breputation\b(?![^.]{0,20}\bspam\b)|user complaints|poor ip\b|sender ?score|senderbase/i,
  ],
  [
    'blocked',
    /(?:client host|your (?:ip|host|server)|ip address)\b[^.]{0,60}(?:block|black ?list|banned)|refused to talk to me/i,
  ],
  [
    'speeding',
    /unusual rate|frequency (?:is )?limit|(?:user|daily|hourly) (?:user )?sending limit|sending (?:limit|quota)/i,
  ],
  [
    'expired',
    /queue too long|been in the queue|connect(?:ion)? to [^ ]{1,200} ?[^.]{0,20}(?:refused|timed out|timeout)|connection refused \[|lost connection with/i,
  ],
  [
    'spamdetected',
    /(?:identified|classified|classification|detected|considered?|tagged|flagged|thinks|regarded|recogni[sz]ed|blocked|rejected|profile)\b[^.]{0,60}\b(?:spam|bulk mail|junk|unsolicited|\bube\b)|(?:is|as|like|similar to|for|contains?|of|[-:]) (?:probable |possible |likely |be |considered )?(?:spam|junk|unsolicited|ube)\b|anti-?spam (?:check|filter|test|rule)|spam (?:content|score|detected|message|rejected|filter|mail|threshold)|\bspam\b[^.]{0,30}(?:reject|refus|detect)|spamreject|spamassassin|\b(?:uribl|surbl)\b|\bube\b|(?:message|mail) content rejected|unsolicited (?:bulk |commercial )?(?:e-?)?mail|junk mail|\burl\b[^.]{0,40}(?:black|block)|(?:black|block)listed url|mail content denied|suspicion of spam|\bspammy\b|(?:probable|possible|likely|suspected) spam/i,
  ],
  [
    'authfailure',
    /\bdmarc\b|\bdkim\b|\bspf\b|unauthenticated (?:e-?mail|message|sender)|sender policy framework|(?:sender|message) is unauthenticated|is not allowed to send (?:mail|e-?mail)? ?from|authentication (?:checks|results?) (?:fail|for)/i,
  ],
  [
    'notcompliantrfc',
    /(?:multiple|several|more than one|duplicate)[^.]{0,60}(?:from|header)|not (?:rfc|compliant)|non-?(?:rfc|compliant)|rfc ?-?(?:5321|5322|2821|2822|821|822)\b(?!;)|violates? rfc|missing (?:a )?(?:valid )?(?:from|date|message-id|header)/i,
  ],
  [
    'requireptr',
    /\bptr\b|reverse (?:dns|lookup|host|name|record)|\brdns\b|unverif[iy]y?able|cannot (?:find|resolve) your (?:host|ip|reverse)|ip name lookup|(?:client|your) host(?:name)?[^.]{0,40}(?:cannot (?:find|be)|not resolve|lookup)|fix reverse|hostname (?:lookup|not found)/i,
  ],
  [
    'norelaying',
    /relay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permitted|allowed)|prohibited|disallowed)|not? relay|unable to relay|cannot relay|relaying|as a relay|rcpthosts|to relay mail|open relay|address is not verified|insecure mail relay|mail server requires authentication/i,
  ],
  [
    'mailboxfull',
    /(?:mailbox|inbox|mail box|mail ?drop|account|recipient|user|quota|storage|maildir|mail folder)[^.;]{0,60}(?:\bfull\b|over ?quota|exceed|over its? (?:disk )?quota|out of (?:storage|space))|over ?quota|quota[_ ](?:exceed|violat|full)|exceed(?:ed|s)? (?:the |its |storage |mailbox |disk |mail )*(?:quota|storage|allocation)|disk (?:quota|space allocation)|not enough (?:disk|storage) space|insufficient (?:storage|mailbox)|mailbox size limit|too much mail data|casilla llena|casella piena|boîte (?:de réception )?pleine|postfach (?:ist )?voll/i,
  ],
  [
    'systemfull',
    /system (?:storage|disk)|disk (?:is )?full|no space left|insufficient (?:disk|system) (?:space|storage|resources)|mail system full/i,
  ],
  [
    'mesgtoobig',
    /(?:message|mail|size|line|header|attachment)s?[^.]{0,40}(?:too (?:big|large|long)|exceed(?:s|ed)? (?:the |our |fixed |administrative |maximum |allowed )*(?:limit|size|maximum))|size limit|(?:max|maximum)[a-z ]{0,20} size|message size|line limit exceeded|too (?:big|large) (?:for|to)/i,
  ],
  [
    'speeding',
    /too many (?:messages|e-?mails|mails|requests)|rate[ -]?(?:limit|control)|sending rate|\bthrottl|receiving mail (?:at )?too|too (?:fast|quickly|frequently)|sending limit|daily (?:limit|quota)/i,
  ],
  [
    'toomanyconn',
    /too many (?:concurrent |simultaneous |open |incoming |smtp )*(?:connections?|sessions?|recipients?|connects)|connection (?:rate|limit|count)|(?:maximum|max) (?:number of )?(?:concurrent )?(?:connections|sessions|recipients)/i,
  ],
  [
    'rejected',
    /sender (?:address )?(?:rejected|denied|not|domain|verif)|domain of sender|unroutable sender|sender'?s? domain|bad sender|\bpermission to (?:post|send)/i,
  ],
  [
    'hostunknown',
    /domain\b[^.]{0,60}(?:does not exist|doesn'?t exist|not exist|not found|couldn'?t be found)/i,
  ],
  [
    'userunknown',
    /disabled or discontinued|recipient address rejected: access denied|(?<!sender )\baddress rejected(?! by)|discontinued|recipientnotfound/i,
  ],
  [
    'suspend',
    /(?:account|mailbox|user|recipient|domain|address|owner)\b[^.;]{0,60}(?:suspend|disabled|inactive|\blocked|frozen|not active\b|deactivated|dormant|blocked for|on hold|expired)|(?:suspended|disabled|inactive|locked|frozen|deactivated) (?:account|mailbox|user|recipient)|temporarily (?:locked|suspended|disabled)|over[- ]?due payment|account (?:is )?closed temporarily/i,
  ],
  [
    'hasmoved',
    /(?:user|recipient|mailbox|account|address|person|@)[^.]{0,20} (?:has|have|is) (?:been )?moved|moved to|new address|changed (?:his|her|their|its)? ?(?:e-?mail )?address|is now @|replaced by|address (?:has )?changed/i,
  ],
  ['filtered', /recipient'?s? preference|due to recipient|refused by (?:the )?recipient/i],
  ['policyviolation', /administrative prohibition|content presents|presents a potential/i],
  [
    'securityerror',
    /not support (?:tls|starttls)|requires? (?:tls|starttls)|tls (?:required|is required|negotiation)/i,
  ],
  [
    'notaccept',
    /indicated no smtp service|\bno mx for|null ?mx|no mx (?:record|entry)|(?:find|found)[^.]{0,20}mail exchanger|does(?:n'?t| not) accept (?:any )?(?:e-?)?mail(?! from)|(?:host|domain|system) (?:does not|doesn'?t|never) (?:receive|accept)|smtp protocol (?:not supported|returned)|not accepting (?:messages|mail|network)/i,
  ],
  [
    'networkerror',
    /cname lookup|too many hops|hop count|hops exceeded|\bloops?\b|looping|no route to host|network (?:error|is unreachable|unreachable)|malformed[^.]{0,30}name server|unexpected name server|dns (?:query|lookup|server)|dns error(?!:? domain)|had no relevant answers|name server[^.]{0,30}(?:fail|error|timeout)|host (?:or domain )?name lookup fail/i,
  ],
  [
    'hostunknown',
    /all relevant mx records point|host address lookups failed|no mail hosts for|host (?:or domain name )?(?:unknown|not found)|unknown (?:host|domain)|domain[^.]{0,60}(?:does(?:n'?t| not) exist|not found|not exist|couldn'?t be found|invalid|unknown|name not found)|no such (?:domain|host)|unrouteable mail domain|unrouteable address|name (?:service )?(?:error|or service not known)|nxdomain|unable to (?:find|resolve)|(?:could not|cannot|couldn'?t) (?:find|resolve)[^.]{0,30}(?:host|domain|address)|illegal host|host(?: ?name)? (?:is )?not known|bad destination (?:host|system)|invalid (?:host|domain)/i,
  ],
  [
    'rejected',
    /sender (?:address )?(?:rejected|denied|not|domain|verif|is)|(?:return|from|envelope)[- ](?:address|path|sender)|sender'?s? domain|domain of sender|unroutable sender|verify (?:the )?sender|permission to post|not (?:be )?allowed to (?:post|send)|not have permission|(?:your|the) (?:e-?mail )?address[^.]{0,30}(?:blocked|rejected|not allowed)|unable to verify (?:your|mail) address/i,
  ],
  [
    'userunknown',
    /user\b[^.]{0,80}(?:unknown|not (?:found|known|listed|exist)|doesn'?t (?:exist|have)|does not (?:exist|have)|not a |is invalid|rejected)|unknown (?:user|recipient|address|local part|local-part|or illegal|mailbox|account|to)|no such (?:user|recipient|mailbox|address|person|account|local|name|mail)|(?:recipient|address|mailbox|account|addressee|e-?mail account)\b[^.]{0,80}(?:does(?:n'?t| not) (?:exist|have)|unknown|not found|couldn'?t be found|can'?t be found|not exist|no longer|not (?:a )?valid|is not known|is invalid|not listed|incorrect|wrong)|in(?:valid|correct)[^.]{0,20}(?:recipient|mailbox|user|address|local)|no valid recipient|illegal user|recipient address rejected|recipient (?:address )?(?:is )?(?:unknown|not)|recipient[^.]{0,20}rejected|mailbox (?:unavailable|not found|not available|disabled)|no mailbox|not (?:a|an) (?:valid|known|active|registered|existing|local)[^.]{0,30}(?:user|mailbox|recipient|address|account)?|account[^.]{0,40}(?:does not|doesn'?t) exist|not listed in|no account|bad (?:recipient )?address|address no longer accepts|badly formed address|can(?:no|')t (?:find|locate)[^.]{0,30}(?:user|mailbox|recipient|address)|user doesn|not in (?:our |the )?(?:mailbox |user )?(?:directory|list|database|db)\b|non[- ]?exist|inconnu|unbekannt|sconosciut|inesistente|desconocid|does not have (?:a|an) |ユーザー?.{0,10}(?:不明|存在)|見つから/i,
  ],
  // No list of hosts and no sentence about one: then the word is about the mail.
  ['spamdetected', /\bspam[a-z]{0,12}\b|\bjunk\b|\bunsolicited\b|\b[uc]be\b|\buce\b|\bbulk (?:e-?)?mail/i],
  ['userunknown', /(?<!domain )\bdoes(?:n'?t| not) exist/i],
  // Postfix marks so what a program on the host said that took the mail.
  ['mailererror', /^\W{0,3}x-unix\b/i],
  [
    'policyviolation',
    /potential (?:security|threat)|security (?:issue|policy|reasons?)|header error|(?:attachment|file|extension|file type)[^.]{0,40}(?:not (?:allowed|permitted|accepted)|block|prohibit|forbid|reject|dangerous)|local polic|polic(?:y|ies)|disclaimer|forbidden|prohibited/i,
  ],
  [
    'blocked',
    /connections? will not be accepted|not authori[sz]ed to send e?-?mail directly|\baup#|\bdbl\b|not accepted from this ip|banned send|black ?list|block ?list|deny ?list|\bdnsbl\b|\brbls?\b|spamhaus|(?:client|\bip\b|your(?! (?:message|mail|e-?mail)\b)|connection|network|mail server)\b[^.]{0,40}(?:block|banned|rejected|refused|denied|not (?:allowed|accepted|welcome))|connection refused by|\bblocked (?:by|using)|to talk to me|not be mail exchanger|connect(?:ion)? (?:not allowed|rejected|denied)|gr[ea]ylist|service not available, closing|dynamic ip|bad helo|(?:helo|ehlo)[^.]{0,40}(?:reject|invalid|denied|refus|not)/i,
  ],
  [
    'expired',
    /retry (?:timeout|time)|connection [^.]{0,60}\bbroken|(?:delivery|message|mail|time|envelope)[^.]{0,20}expired|failing for a long time|too old|could not be delivered (?:for|within|in)|(?:in|on) (?:the )?queue (?:too long|for|longer)|been in the queue|time[d ]? ?out|timeout|not been (?:able to|delivered|collected)|delayed|deferred|will (?:keep trying|be retried|continue)|(?:aborted|gave up|given up|failed|undelivered|tried) (?:after|for) \d|delivery attempts|too long|still (?:being )?retr|connection (?:refused|reset|lost|dropped|was (?:dropped|refused))|unreachable|could not connect|unable to connect|not (?:responding|respond)|did not respond|maximum queue|cannot send message (?:for|within)|able to establish an smtp connection|connection died|conversation with|temporarily unable|within \d/i,
  ],
  [
    'securityerror',
    /\btls\b|starttls|encrypt|certificate|authentication (?:required|failed|credentials)|not permitted|authori[sz]|must (?:be )?(?:log|authenticat)|insecure/i,
  ],
  [
    'contenterror',
    /content|\bmime\b|attachment|8-?bit|bare (?:lf|line)|malformed|improper|invalid header|charset/i,
    'vague',
  ],
  [
    'systemerror',
    /(?:internal|local|system|server|configuration|database|resource|hardware|software)[^.]{0,20}(?:error|fail|problem|config)|temporary (?:failure|problem|local|server)|resources|currently unavailable|service (?:temporarily )?unavailable|could not load|can'?t (?:create|open|write)|cannot (?:create|open|write|append)|transaction failed|try (?:again )?later|out of memory|lookup fail/i,
    'vague',
  ],
  [
    'mailererror',
    /command (?:died|output|failed)|child process|transport returned|unknown mail transport|\bpipe|x-unix|exit (?:status|code)|procmail|maildrop|mailer|\bexec\b|died with/i,
  ],
  [
    'syntaxerror',
    /syntax|command (?:not|unrecogni)|unrecogni[sz]ed|bad sequence|bad command|parameters?|arguments?/i,
    'vague',
  ],
  ['blocked', /access denied/i, 'vague'],
  ['filtered', /filter|refus|reject|not accept|declin|not want|undeliverable|no such/i, 'vague'],
]
