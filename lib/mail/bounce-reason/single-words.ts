import type { ReasonPhrases } from './reason-phrases'

/**
 * Asked last, where no sentence is known and the code is none or says no more than "other" or "refused": single words,
 * each enough to guess by and none enough to overrule anything. Every pattern is bounded.
 */
export const singleWords: ReasonPhrases = [
  [
    'spamdetected',
    /\bbulk|quarantin|\bwords? in the\b|\bfiltered by\b|\bscored? \d|bayes|\brazor\b|\bpyzor\b|\bdcc\b|phish|unwanted|\burl\b[^.]{0,20}filter|html tag|(?:reject|restrict|forbidden|invalid message)\w{0,4} content|content (?:reject|restrict|violat)|unerw(?:ü|ue)nscht|indésirable/i,
  ],
  ['systemfull', /^[^.]{0,40}out of disk ?space|server has no (?:more )?space/i],
  [
    'mailboxfull',
    /too much (?:(?:e-?)?mail|data)|\bquota|mailbox_full|\b(?:is|are|was) full\b|(?:no|more|enough) (?:disk )?(?:space|room)|out of (?:disk )?(?:space|storage)|receive more mail|message count/i,
  ],
  [
    'suspend',
    /\bdisabled\b|suspen(?:d|sion)|\binactiv|deactivat|\bfrozen\b|\blocked\b|never logged|hasn'?t (?:entered|logged)|no longer active|blocked address/i,
  ],
  ['norelaying', /\brelay|handled by this (?:mta|server|host)/i],
  ['blocked', /\bcountr(?:y|ies)\b|ip address is dynamic|\b(?:helo|ehlo)\b|blocked because of abuse/i],
  ['notaccept', /\bmx record|mail exchanger|not capable (?:of|to) receiv|does(?:n'?t| not) receive/i],
  [
    'hostunknown',
    /unknown (?:mail |e-?mail )?domain|no dns (?:information|entry|entries|record)|domain[^.]{0,30}(?:invalid|unknown|not (?:found|valid|registered))/i,
  ],
  [
    'networkerror',
    /servfail|points back to|recursion|maximum allowed times|\bloop|\bhops?\b|name ?server|\bdns\b|\bnetwork\b/i,
  ],
  [
    'expired',
    /time[d-]? ?out\b|(?:\d|delivery|failed) attempts?\b|\bnot reachable|unreachable|remote host\b[^.]{0,20}$|\bexpired\b|not respond/i,
  ],
  ['contenterror', /\bstray\b|malformed (?:mail|message)|character set|encoding|\bmime\b/i],
  ['securityerror', /authenticat|password|\blog ?in\b|credential|permission denied/i],
  [
    'speeding',
    /messaging limits?|(?:message|mail) rate\b|(?:messages|mails|e-?mails) per (?:second|minute|hour|day)|defers and failures/i,
  ],
  ['rejected', /restricted to (?:list )?members|members of (?:the|this) (?:group|list)|bouncedeny/i],
  ['virusdetected', /anti-?virus/i],
  [
    'userunknown',
    /(?:address|mailbox) (?:is )?not in use|no longer (?:with|employed|part of|works?|at)\b|no recipients? accepted|bad destination mailbox|(?:no|not know\w{0,3}(?: an?y?)?) (?:user|mailbox|account|recipient)\b|\baddress error|(?:not found|unavailable) (?:recipient|mailbox)|mailbox is unavailable|\bnon esiste\b|(?:unregistered|(?:badly |im)properly formatted|badly formatted|malformed|unrecogni[sz]ed) (?:e-?mail )?(?:recipient|address|local)|not (?:a )?(?:local|registered)\b|isn'?t a (?:local|valid)|no [^.]{0,20}registered|(?:recipient|user|person)\b[^.]{0,20} (?:has )?left\b|^\W{0,3}@?[\w .-]{0,40} has left\b|longer (?:using|accepting)|valid notes|not protect this|not? (?:able to )?receive (?:new )?mail|take delivery|recipients are unknown|(?:to|for) this (?:user|address|recipient)[^.]{0,20} not (?:allowed|accepted)/i,
  ],
  ['systemerror', /dot-?lock|maildir|time limit|not store|\bopening\b|shutting down|\bdatabase\b|\bi\/o\b/i],
]
