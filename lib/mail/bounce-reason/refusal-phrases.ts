import type { ReasonPhrases } from './reason-phrases'

/**
 * What refuses, in the order in which it refuses: first who connects (lists of hosts, names, numbers of
 * connections), then how (encryption), then as whom (the sender), then what (the mail), then for whom (the
 * recipient), and whether anybody was reached at all. An answer names only the first that it met: "blocked: your
 * address is on a list of spammers" is about the host, whatever it says of spam. Hosts of block lists arrive here as
 * "dnsbl". Every pattern is bounded.
 */
export const refusalPhrases: ReasonPhrases = [
  ['spamdetected', /spam ?(?:or|and|\/) ?(?:a )?virus/i],
  ['virusdetected', /(?<!anti[- ]?)\bvirus(?:es)?\b|\binfected\b|\bmalware\b|\btrojan\b/i],
  ['requireptr', /\bip must resolve|valid reverse lookup/i],
  [
    'blocked',
    /\bsender(?:'s)? ip\b|forbidden by your ip|smtp server of your isp|(?:host|server|ip)\b[^.]{0,30} (?:like|(?<!sender )is) (?:a )?spammer/i,
  ],
  // A list of links or of senders' names, though it is asked like a list of hosts.
  [
    'spamdetected',
    /\b(?:url|uri|link|website)s?\b[^.]{0,60}\b(?:dnsbl|listed|(?:black|block|deny) ?list)|(?:black|block) ?listed (?:url|link)/i,
  ],
  [
    'badreputation',
    /\b(?:poor|bad|low|negative)\b[^.]{0,30}\breputation|\breputation\b[^.]{0,30}(?:\b(?:poor|bad|too low|very low|problems?)\b)|due to (?:ip|domain|sender) reputation|dynamic reputation/i,
  ],
  [
    'rejected',
    /\bsender(?:'s)?(?: e-?mail)?(?: address| domain)? [^.]{0,20}(?:black|block|deny|bann)(?! ?sending)|(?:sender|from)(?:'s)? (?:address|domain)[^.]{0,30}(?:blocked using|listed (?:on|in|by|at))|domain present in the dnsbl|mail ?from domain[^.]{0,30}listed/i,
  ],
  [
    'blocked',
    /(?:listed|found|is|are|been)\b[^.]{0,10} (?:at|in|on|by|with|using)\b[^.]{0,40}(?:\bdnsbls?\b|\brbls?\b|(?:black|block|deny) ?lists?\b|\b[xps]bl\b)|(?:reject|refus|block|black ?list|bann|den[iy])\w{0,4}\b[^.]{0,40}(?:using|by|at|see|due to|with)\b[^.]{0,30}\b(?:dnsbls?|rbls?)\b|sending ip\b[^.]{0,12}listed|dnsbl entry|\(bl\)|spammer list|(?:identified|listed) as (?:a )?spammer|currently sending spam|you are sending spam/i,
  ],
  [
    'blocked',
    /dynamic ip|dial-?up|bad ip profile|due to abuse\b|access from your (?:location|country|network|ip)|geographic(?:al)? location|(?:your|this) country|against your ip|name was rejected|\bblocked[ -]{1,4}see\b|(?:bad|invalid|impersonating|forged)\b[^.]{0,20}\bh?e[hl][el]o\b|\bh?e[hl][el]o\b[^.]{0,30}(?:impersonat|forg|bad\b)|gr[ea]y-?list|too many (?:invalid|unknown|bad) (?:recipients?|users?)|excessive (?:userid )?unknowns?/i,
  ],
  [
    'toomanyconn',
    /connection rate|throttling failure|(?:rcpt|recipients?) list is too l|too many (?:e-?mails|messages|mails)[^.]{0,20}per (?:session|connection)|(?:maximum|max) (?:number of )?(?:messages|mails) per (?:session|connection)/i,
  ],
  [
    'speeding',
    /(?:peak|daily|hourly|monthly) [^.]{0,40}(?:limit|quota|threshold) (?:is |was |has been )?(?:exceed|reach)|frequency (?:is )?limit|excessive (?:volume|rate)|too many (?:mails|messages|e-?mails) (?:in (?:a|one|the last|\d)|from|sent|per|within)/i,
  ],
  [
    'securityerror',
    /(?:over|not? use|without|requires?|require an?|not support|not offer\w*) (?:a )?(?:start)?tls\b|\b(?:start)?tls\b[^.]{0,40}(?:required|not (?:supported|available|offered)|handshake|session|connection|fail)|\bcertificate\b[^.]{0,40}(?:not|fail|expired|invalid|verif)|auth(?:entication)? (?:has )?failed\b(?! (?:check|for))|cannot authenticate|smtp auth\w* is required|not authenticated to send|log ?in (?:through|via) your/i,
  ],
  [
    'requireptr',
    /(?:ip|your) address (?:does not|cannot|doesn'?t) resolve|cannot resolve your|verification on your ip|no (?:valid )?(?:reverse|ptr)\b/i,
  ],
  [
    'norelaying',
    /relay(?:ing)? denied|(?:permitted|allowed|able) to relay|unauthori[sz]ed relay|(?:required|authenticate) (?:for|to|before) relay|relay(?:ing)?[^.]{0,40}(?:prohibited|forbidden|refused)/i,
  ],
  [
    'rejected',
    /(?:callback|call-?out) (?:setup |verification )?fail|verify mail ?from|mail ?from[^.]{0,30}(?:mismatch|must (?:equal|match)|not (?:match|equal))|sender[^.]{0,40}(?:not authenticated by|has no (?:a|mx)\b|no mx|was rejected|is rejected|not in my domain|does(?:n'?t| not) exist)|null sender|banned sender$|isn'?t (?:on|in) the (?:recipient|allowed)|third-party dsn|unsigned dsn|(?:returned mail|bounces?)\b[^.]{0,10} not (?:accepted|allowed)|members only|accepting (?:e-?)?mail from this sender|(?<!unauthenticated )\bsender[^.]{0,20}\bnot (?:allowed|permitted|authori[sz]ed)|sender (?:e-?mail )?address (?:is |was )?rejected|purported responsible|from:? domain is invalid|valid sender domain|does not accept (?:e-?)?mail from @/i,
  ],
  [
    'authfailure',
    /required authentication level|\bspf_\d|\b(?:dmarc|dkim|spf)\b[^.]{0,60}(?:fail|violat|polic|reject|(?:not|n'?t) (?:pass|align)|verif|invalid|none|suspicious)|(?:fail\w{0,3}|violat\w{0,4}|due to|because of|pass|does not have)\b[^.]{0,40}\b(?:dmarc|dkim|spf)\b|sender policy framework/i,
  ],
  [
    'notcompliantrfc',
    /missing (?:a )?(?:required |mandatory )?headers?\b|(?:missing|without) (?:a )?(?:valid )?(?:message-?id|from|date|to)\b(?: header)?|multiple (?:from|subject|to|sender) (?:addresses|headers)|not (?:rfc|compliant with rfc)/i,
  ],
  [
    'contenterror',
    /line length|lines? (?:is |are )?too long|headers? (?:is |are )?(?:invalid|malformed|corrupt)|(?:invalid|malformed|corrupt) (?:mail |message |mime )*(?:headers?|structure|content)|mime (?:error|structure)|bare (?:lf|cr|line)/i,
  ],
  [
    'policyviolation',
    /(?:file|attachment|extension)s?\b[^.]{0,40}(?:banned|blocked|prohibit|forbid|dangerous|not (?:allowed|permitted|accepted))|(?:banned|blocked|prohibited|forbidden|dangerous|password.protected)[^.]{0,20}(?:file|attachment|extension)|(?:restricted|unacceptable) attachment|attachment count|bounced by administrator|rejected by header(?! based)|security regulations|required standards|violat\w{1,4}[^.]{0,40}polic|polic\w{1,3}[^.]{0,10} violat/i,
  ],
  [
    'spamdetected',
    /content (?:is |was |has been )?(?:reject|refus|denied)|(?:banned|unacceptable|questionable|hostile|invalid message|inappropriate|offensive|prohibited) content|anti-?s?pam (?:policy|system|engine)|declared[^.]{0,20}spam|content filter|rejecting mail content|recurrent pattern|\bbulk[ .](?:advertis|e-?mail|mail)|blocked by our filter/i,
  ],
  // A local mailbox is a file: what does not fit into it met its owner's limit.
  [
    'mailboxfull',
    /too many messages (?:on|in) (?:this|the|your|his) (?:mailbox|account)|maximum allowed (?:number of messages|mailbox size|storage)|enough disk ?space|the space available|any more mail|space (?:has|is) (?:been )?used|space not enough|\bfull mailbox|no space left for|disk ?space quota|mail file size|error writing message: file too large|or the (?:recipient'?s? )?mailbox is full|(?:mailbox|inbox|mail folder|maildrop)\b[^.]{0,40}(?:space|size|limit|storage)[^.]{0,30}(?:exce+d|not enough|used up|exhaust|reached|over\b)|over (?:its|the|their) (?:size|storage|mailbox) limit|exhausted[^.]{0,30}(?:storage|space|quota)|(?:mailbox|inbox) limit exc?e/i,
  ],
  [
    'suspend',
    /account (?:has been |is |was )?(?:now )?closed|(?:account|user|mailbox|recipient)[^.]{0,20}not (?:yet )?activated|is now (?:disabled|suspended|closed|inactive)|disabled or discontinued|account[^.]{0,20}(?:temporarily )?limited|(?<!delivery )\b(?:is|been) (?:currently |temporarily )?suspended|temporar\w{1,4} locked|(?:expired|closed|terminated|dormant|archived) (?:account|mailbox|user|recipient)/i,
  ],
  [
    'filtered',
    /user[- ]configured filter|not accepting (?:e-?)?mail from (?:you|@)|extended inactivity|(?:mailbox|address|recipient)[^.]{0,10}is restricted|(?:rejected|refused) by (?:the )?recipient'?s? (?:rule|filter|white|block)/i,
  ],
  // "Connection refused by mx.example", sendmail's word for a host that is there and wants nothing from us.
  ['blocked', /connection refused by/i],
  [
    'expired',
    /could not be delivered (?:for|within|in) \d|unable to deliver (?:the |your |this )?(?:message|mail) (?:for|within|in) \d|will be deleted from (?:the )?queue|message expired|(?:attempts|retries) (?:exhausted|exceeded)/i,
  ],
  [
    'networkerror',
    /mx record points to (?:local|this)|no route found|bad mx|loops? back|dns (?:timeout|failure|lookup failed|query failed)/i,
  ],
  [
    'systemerror',
    /(?:temporary|internal) system problem|system (?:load|is busy|busy|too busy)|server (?:is )?(?:too )?busy|too busy to|\bi\/o error|(?:service|server|system)\b[^.]{0,15}(?:currently|temporarily) (?:un|not )available|unable to process your|shutting down/i,
  ],
  [
    'userunknown',
    /\ball (?:of the )?recipients?[^.]{0,20}(?:invalid|rejected|refused|unknown)|wrong recipients?|(?:receiver|subscriber|customer|e-?mail address)[^.]{0,20}(?:not (?:be )?found|unknown|not exist)|(?:address|recipient|mailbox|account) (?:is )?invalid|unknown name|nosuchuser|malformed local|unrecogni[sz]ed (?:recipient|address|user)|recipient[^.]{0,20}(?:unrecogni|not recogni|(?:cannot|can'?t|could not) be verified)|(?:address|name|recipient|user)[^.]{0,10} (?:is |was )?not recogni|address(?:ee)? (?:is )?(?:invalid|incorrect|wrong)|address_not_found|no (?:one|body) (?:with|by) (?:that|this)|no mail ?box|no mail drop|no such (?:id|mail|local)|cannot deliver mail for|handle mail for (?:that|this) user|user path no|user not local\b|rcpt user [@<> ]{1,5} not ok|does not like recipient\.?$|no longer (?:an employee|works?|employed|here|exists?|in use|valid)|not found in (?:the )?(?:ldap|directory|active directory|address)|unable to find (?:alias|user|recipient|mailbox)|incorrectly addressed|account is not allowed|account not available/i,
  ],
]
