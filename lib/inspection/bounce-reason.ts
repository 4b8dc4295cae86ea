import type { BounceRecipient } from '@/lib/mail/types'

/** Enhanced status codes (RFC 3463, and the registry that RFC 5248 keeps) in the words operators search for. */
const byStatus: Readonly<Record<string, string>> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'filtered',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'userunknown',
  '1.10': 'notaccept',
  '2.0': 'filtered',
  '2.1': 'filtered',
  '2.2': 'mailboxfull',
  '2.3': 'exceedlimit',
  '2.4': 'filtered',
  '3.0': 'systemerror',
  '3.1': 'systemfull',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'mesgtoobig',
  '3.5': 'systemerror',
  '4.0': 'networkerror',
  '4.1': 'expired',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'mailererror',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '5.0': 'mailererror',
  '5.1': 'syntaxerror',
  '5.2': 'syntaxerror',
  '5.3': 'toomanyconn',
  '5.4': 'syntaxerror',
  '5.5': 'syntaxerror',
  '6.0': 'contenterror',
  '6.1': 'contenterror',
  '6.2': 'contenterror',
  '6.3': 'contenterror',
  '6.5': 'contenterror',
  '6.9': 'contenterror',
  '7.0': 'securityerror',
  '7.1': 'rejected',
  '7.2': 'securityerror',
  '7.7': 'securityerror',
  '7.8': 'securityerror',
  '7.13': 'suspend',
  '7.17': 'hasmoved',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.23': 'authfailure',
  '7.25': 'requireptr',
  '7.26': 'authfailure',
}

/**
 * What servers write beside the code, seen in the wild. Servers choose codes carelessly and words with care, so
 * that these are asked first; more particular ones stand before general ones.
 */
const byWords: readonly (readonly [reason: string, words: RegExp])[] = [
  ['virusdetected', /\bvirus|infected|malware/i],
  ['authfailure', /\b(?:spf|dkim|dmarc)\b|unauthenticated (?:e-?mail|message)/i],
  ['requireptr', /\bptr\b|reverse dns|reverse lookup|\brdns\b|unverifiable|cannot find your hostname/i],
  [
    'norelaying',
    /relay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permitted|allowed))|not relay|unable to relay|relaying|as a relay|to relay mail/i,
  ],
  [
    'mailboxfull',
    /(?:mailbox|inbox|account|recipient|user|quota|storage)[^.]{0,40}(?:is full|\bfull\b|over ?quota|exceeded|over its? (?:disk )?quota)|over ?quota|quota (?:exceeded|violation)|disk space allocation|not enough (?:disk|storage) space|insufficient storage/i,
  ],
  [
    'mesgtoobig',
    /(?:message|mail|size)[^.]{0,30}(?:too (?:big|large)|exceeds? (?:the )?(?:fixed )?(?:maximum|limit|size))|size limit|message size/i,
  ],
  [
    'speeding',
    /too many (?:messages|emails|mails)|rate limit|sending rate|throttl|try again later[^.]{0,20}(?:rate|slow)/i,
  ],
  [
    'toomanyconn',
    /too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)|connection limit/i,
  ],
  [
    'spamdetected',
    /\b(?:spam|unsolicited|junk)\b[^.]{0,40}(?:detect|content|score|reject|message|mail)|looks like spam|(?:considered|detected|rejected) (?:as )?(?:unsolicited|spam)|anti-?spam|spamassassin/i,
  ],
  ['badreputation', /reputation/i],
  [
    'blocked',
    /black ?list|block ?list|\bdnsbl\b|\brbl\b|spamhaus|(?:client|ip|host|your)[^.]{0,30}(?:blocked|banned)|access denied|connection refused by|\bblocked (?:by|using)/i,
  ],
  [
    'suspend',
    /(?:account|mailbox|user|recipient|domain)[^.]{0,40}(?:suspended|disabled|inactive|locked|frozen|not active|expired)/i,
  ],
  ['hasmoved', /has moved|moved to|no longer (?:at|works|employed|with)|new address|is now/i],
  [
    'hostunknown',
    /host (?:or domain name )?(?:unknown|not found)|unknown host|domain (?:does not exist|not found|name not found)|no such (?:domain|host)|unrouteable (?:mail )?domain|name (?:service )?(?:error|or service not known)|nxdomain|unable to (?:find|resolve)|no mx|all relevant mx records point to non-existent/i,
  ],
  [
    'userunknown',
    /user (?:is )?(?:unknown|not (?:found|known)|doesn'?t exist|does not exist)|unknown (?:user|recipient|address|local part|or illegal alias|mailbox)|no such (?:user|recipient|mailbox|address|person|account|local)|(?:recipient|address|mailbox|account)[^.]{0,60}(?:does(?:n'?t| not) exist|unknown|not found|not exist|no longer)|invalid (?:recipient|mailbox|user|address)|unrouteable address|recipient address rejected|recipient (?:address )?(?:is )?(?:unknown|not)|user mail-?box not found|mailbox (?:unavailable|not found|not available)|no mailbox (?:here|by that name)|not a (?:valid|known) (?:user|mailbox|recipient)|(?:this )?account (?:does not|doesn'?t) exist|not listed in|no account|unknown to/i,
  ],
  [
    'rejected',
    /sender (?:address )?(?:rejected|denied|not|domain|verify)|(?:return|from) (?:address|path)|sender domain|domain of sender|unroutable sender/i,
  ],
  [
    'expired',
    /retry (?:timeout|time)|delivery (?:time )?expired|message expired|too old|could not be delivered for|in queue too long|been in the queue|timed out while|not been (?:able to|delivered)|delivery (?:is )?delayed|will (?:keep trying|be retried)|timeout/i,
  ],
  [
    'networkerror',
    /connection (?:refused|timed out|reset|lost|dropped)|network (?:error|is unreachable)|no route to host|too many hops|loop|unreachable|hop count/i,
  ],
  [
    'securityerror',
    /\btls\b|starttls|encryption|certificate|authentication (?:required|failed)|not permitted/i,
  ],
  ['contenterror', /content|mime|attachment|8bit|bare (?:lf|line)/i],
  ['policyviolation', /polic(?:y|ies)/i],
  ['systemfull', /system (?:storage|disk)|disk full|no space left/i],
  [
    'systemerror',
    /(?:internal|local|system|server|configuration) (?:software )?error|temporary (?:failure|problem|local)|resources/i,
  ],
  ['mailererror', /command (?:died|output|failed)|pipe|x-unix|exit (?:status|code)|procmail|mailer/i],
  ['syntaxerror', /syntax|command (?:not|unrecognized)|unrecognized|bad sequence/i],
  ['filtered', /filter|refused|rejected|not accept/i],
]

/** Diagnostics are as long as their servers like; what counts stands at the beginning. */
const maxLength = 2_000

/** Why a mail did not arrive, in one word; 'undefined' when neither code nor words tell. */
export function bounceReason({ status, diagnostic }: Pick<BounceRecipient, 'status' | 'diagnostic'>): string {
  const said = diagnostic.slice(0, maxLength)
  const spoken = byWords.find(([, words]) => words.test(said))?.[0]
  const coded = status === null ? undefined : byStatus[status.slice(2)]
  return spoken ?? coded ?? 'undefined'
}

/** Reasons that lie in the address itself: no later attempt will do better. */
const lasting: readonly string[] = ['userunknown', 'hostunknown', 'hasmoved', 'notaccept']

export const isLasting = (reason: string): boolean => lasting.includes(reason)

/** The three digits of the server's answer (RFC 5321 section 4.2), or null. */
export const replyCode = (diagnostic: string): string | null =>
  /(?:^|[\s(:])([245]\d\d)(?=[\s\-:;,)#]|$)/.exec(diagnostic)?.[1] ?? null
