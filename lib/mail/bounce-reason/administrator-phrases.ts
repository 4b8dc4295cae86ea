import type { ReasonPhrases } from './reason-phrases'

/**
 * What administrators write in words of their own, by what is said of whom and not by the words of any one server.
 * Asked where no known phrase is found and no code says more, the more particular before the general. Every pattern is
 * bounded.
 */
export const administratorPhrases: ReasonPhrases = [
  ['virusdetected', /\bworms?\b|\bclamav\b|\beicar\b|\bmalicious\b/i],
  [
    'speeding',
    /\d{1,6} (?:mails|messages|e-mails) (?:a|an|per|each) (?:second|minute|hour|day)|(?:quota|limit)s? (?:per|an?|for (?:this|the)) (?:second|minute|hour|day)|too (?:much|many)[^.]{0,30}(?:today|per (?:minute|hour|day)|from you\b|recently)|\b(?:slow down|too (?:fast|often))\b/i,
  ],
  [
    'toomanyconn',
    /already \d{1,5} connections|list of recipients|recipient list|(?:simultaneous|concurrent|parallel) (?:connection|session|smtp)|(?:only|no more than|at most) \d{1,5} (?:connections?|sessions?|recipients?)/i,
  ],
  [
    'requireptr',
    /(?:hostname|name) and (?:ip|address) do not match|no match in dns|no name in (?:the )?dns|\bip (?:address )?has no (?:host)?name/i,
  ],
  ['systemfull', /disk space[^.]{0,20}(?:server|system)/i],
  ['spamdetected', /\badvertis(?:ing|ements?)\b/i],
  [
    'notaccept',
    /send[- ]only|takes? no (?:e-?)?mail|(?:domain|host|server)\b[^.]{0,20}accepts? no (?:e-?)?mail/i,
  ],
  [
    'mesgtoobig',
    /\b(?:mails?|messages?|attachments?) (?:over|above|exceeds?) \d|smaller (?:messages?|mails?)|\b(?:mails?|messages?)\b[^.]{0,40}\b\d{1,9} ?(?:[kmg]i?b|bytes)\b|\d{1,9} ?(?:[kmg]i?b|bytes)\b[^.]{0,20}\b(?:mails?|messages?)\b|(?:mail|message|attachment|it)[^.]{0,20}(?:bigger|larger|longer) than|over ?si[sz]ed|(?:maximum|allowed|permitted) (?:message |mail )?(?:length|size)/i,
  ],
  [
    'mailboxfull',
    /limit for stored|clean up (?:his|her|the|their|your) (?:mail ?box|inbox)|limit of (?:the |his |your )?(?:mail ?box|inbox)|used (?:all|up)[^.]{0,20}(?:space|storage|quota)|(?:mail ?box|inbox|account|user|recipient)\b[^.]{0,30}(?:limit (?:is |was |has been )?(?:reached|exceeded)|capacity|exhausted|no (?:room|space)|overfull)|(?:not|n.t) enough (?:storage|space|room)|quota (?:is |was |has been )?(?:full|exhausted|reached|used)/i,
  ],
  [
    'hasmoved',
    /(?:now )?(?:be )?reached (?:at|under) @|\bmoved\b[^.]{0,30}(?:write|to|use)\b|(?:address|account|user) (?:has |was )?(?:been )?changed (?:to|into)|use (?:the )?new (?:e-?mail )?address/i,
  ],
  [
    'blocked',
    /abuse from your|\bip in quarantine|(?:ip|host|server) is unwelcome|(?:hosting|cloud) providers? are|bad history|access (?:is |was )?refused|\bbanned (?:you|this)|cable modem|spam lists?\b|\bbanned for\b|blocked (?:network|provider|host)|mail from your (?:provider|isp|network|host)|(?:address|ip) (?:range|block|space)\b[^.]{0,20}(?:block|bann|refus|reject|den[iy])|dynamic (?:address|host)|residential|\b(?:host|server|ip) @?[^.]{0,60}\b(?:rejected|refused|denied|banned|not welcome)|(?:on|in) (?:my|our|a) [^.]{0,20}\blist\b/i,
  ],
  [
    'rejected',
    /not accept (?:any )?(?:e-?)?mails? from|not know the sender|may not write to|senders? from [^.]{0,40}\bnot\b|verify that your (?:e-?mail )?address|mail from:? (?:is |was )?(?:refused|rejected)|your domain[^.]{0,10} not accepted|\boutsiders?\b|only (?:subscribers|members|internal)|(?:subscribers|members|internal (?:senders|users|mail)) only|external (?:senders?|mail|users?)[^.]{0,20}not|(?:mail|messages?) from [^.]{0,60}\b(?:not (?:wanted|accepted|welcome|allowed)|unwelcome)/i,
  ],
  [
    'filtered',
    /has blocked you(?:r|\b)|only mail from (?:his|her|their)|not want your mail|contacts only|known (?:senders|contacts)|(?:personal|own|private) (?:filter|rule|block)|(?:user|owner|recipient)(?:'s|s')? (?:filter|rule|setting|block)/i,
  ],
  [
    'norelaying',
    /none of our (?:business|domains)|external recipients need|(?:not|n.t) (?:one )?of our domains|only (?:accept )?(?:mail )?for (?:local|our)|foreign domains?|accepted domains?\b|\bnot (?:hosted|handled|served|relayed|processed) (?:here|by (?:this|us|our))|(?:domain|mail for)[^.]{0,60}\bnot (?:hosted|handled|served|local|ours)\b/i,
  ],
  [
    'hostunknown',
    /no address associated|(?:name server|dns)[^.]{0,30}no such|(?:host|domain|server name)\b[^.]{0,60}(?:can ?not|can.t|could not|couldn.t|unable to)[^.]{0,10}(?:resolv|found|look)|no (?:dns )?(?:record|entry|entries) (?:for|of) (?:the |this )?(?:host|domain)/i,
  ],
  [
    'expired',
    /no response|was down for|nobody answered|(?:does|did) not answer|interrupted|stopped trying|giving up\b(?! on @?\W{0,3}$)|closed the connection|no connection\b|time limit for (?:the )?delivery|(?:unable|not able|could not|failed) (?:to )?(?:contact|reach)|for \d{1,3} (?:minutes|hours|days)|\bgave up\b/i,
  ],
  [
    'suspend',
    /no longer subscribed|access (?:is |was |has been )?revoked|in arrears|\bsealed\b|not paid|unpaid|(?:mail ?box|account|user)\b[^.]{0,20}(?:under review|stopped|blocked|not enabled|in quarantine|n.t been activated|not (?:yet )?been activated)|(?:turned|switched) off|out of service|good standing|\b(?:users?|user ?(?:name|id)|recipients?|receiver|rcpt(?: to)?|mail ?box(?:es)?|mail ?drop|inbox|accounts?|address(?:ee|es)?|alias|person|customer|subscriber|member|employee|destination|local[- ]part|e-?mail id)\b[^.]{0,30}\b(?:closed|cancell?ed|barred|on hold|paused|terminated|banned|expired|restricted)\b|subscription (?:has |is )?(?:expired|ended|cancell?ed)/i,
  ],
  [
    'userunknown',
    /unresolvable address|the spelling\b|never (?:been )?created|(?:n.t|\bnot) with us\b|before the @ is unknown|non reconnu|non corrisponde|ist niemand|no hay ning[uú]n|yielded nothing|cannot be served|n.t ours\b|never heard of|\bno (?:such )?person\b|not assigned|\bretired\b|not match the recipient|dead (?:address|mailbox|account)|belong to (?:any|no)|non trouv[ée]|no es v[aá]lid|not (?:one )?(?:of|in) our (?:users|customers|records)|address we know|no match(?:ing|\b)|\babsent\b|\bnobody (?:called|named)|\btypo\b|left (?:the|our) (?:company|firm|organi[sz]ation|team|school)|such e-?mail|\b(?:geen|keine?n?|nessun[ao]?|aucune?|ning[uú]n[ao]?|nenhuma?) (?:postbus|postfach|casella|bo[iî]te|buz[oó]n|caixa|utente|benutzer|empf(?:ä|ae)nger|utilisateur|destinataire|destinatario|destinat[aá]rio|usuario|usu[aá]rio|gebruiker)|\b(?:unknown|undefined|bad|wrong|incorrect|invalid|illegal|unrecogni[sz]ed|non-?exist(?:ent|ing)|obsolete|former)\b[^.]{0,20}\b(?:users?|user ?(?:name|id)|recipients?|receiver|rcpt(?: to)?|mail ?box(?:es)?|mail ?drop|inbox|accounts?|address(?:ee|es)?|alias|person|customer|subscriber|member|employee|destination|local[- ]part|e-?mail id)\b|\b(?:users?|user ?(?:name|id)|recipients?|receiver|rcpt(?: to)?|mail ?box(?:es)?|mail ?drop|inbox|accounts?|address(?:ee|es)?|alias|person|customer|subscriber|member|employee|destination|local[- ]part|e-?mail id)\b[^.]{0,40}\b(?:unknown|undefined|mis-?spel\w{0,4}|wrong|incorrect|invalid|deleted|removed|gone|obsolete)\b|\b(?:users?|user ?(?:name|id)|recipients?|receiver|rcpt(?: to)?|mail ?box(?:es)?|mail ?drop|inbox|accounts?|address(?:ee|es)?|alias|person|customer|subscriber|member|employee|destination|local[- ]part|e-?mail id)\b[^.]{0,40}\b(?:not|no longer|never)\b[^.]{0,25}\b(?:exist|found|known|recogni[sz]ed|valid|registered|here|resolve|there|present|listed|defined|accepted)|(?:n.t|\bnot) (?:find|locate|know|have|recogni[sz]e)\b[^.]{0,25}\b(?:users?|user ?(?:name|id)|recipients?|receiver|rcpt(?: to)?|mail ?box(?:es)?|mail ?drop|inbox|accounts?|address(?:ee|es)?|alias|person|customer|subscriber|member|employee|destination|local[- ]part|e-?mail id)\b|\bnobody (?:by|here|with|of)\b|\bno ?one (?:by|here|with|of)\b|\bwho is\b[^.]{0,60}[?]|\bis not here\b|\bnot (?:a user|known) here\b/i,
  ],
  [
    'notcompliantrfc',
    /\b(?:no|two|missing|several|multiple|duplicate) (?:from|date|message-id|sender|to)(?:[- ]header)?s?\b(?! (?:this|the|us|you))|\b(?:from|date|message-id|sender|to)[- ]header[^.]{0,10}(?:missing|twice|absent)/i,
  ],
  [
    'contenterror',
    /header lines? (?:is |are )?(?:broken|invalid)|(?:has|with|contains) no (?:body|content|text)\b|empty (?:body|message)/i,
  ],
  [
    'policyviolation',
    /\bexecutables?\b|(?:zip|archive|exe|office) files?\b|\brules? of (?:the|our) organi[sz]ation|\battachments?\b/i,
  ],
  ['systemerror', /\bunexpected\b|\bmaintenance\b|\binternal\b/i],
]
