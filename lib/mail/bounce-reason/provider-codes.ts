/**
 * Codes of their own that providers put into their answers and explain on their pages for postmasters. Where one
 * stands it tells more than the words around it ("rejected for policy reasons") and than the status code, which is
 * often the same for all of them.
 */
export function providerReason(said: string): string | undefined {
  for (const { code, reasons } of families) {
    const found = code.exec(said)?.slice(1).find(Boolean)?.toLowerCase()
    const reason = found === undefined ? undefined : reasons[found]
    if (reason !== undefined) return reason
  }
  return exchangeReason(said)
}

/** Orange and La Poste: "OFR_506", "LPN007_630". */
const french: Readonly<Record<string, string>> = {
  '102': 'blocked',
  '103': 'blocked',
  '104': 'toomanyconn',
  '107': 'requireptr',
  '108': 'blocked',
  '109': 'toomanyconn',
  '305': 'securityerror',
  '397': 'authfailure',
  '398': 'authfailure',
  '401': 'blocked',
  '402': 'securityerror',
  '403': 'rejected',
  '405': 'rejected',
  '415': 'rejected',
  '416': 'userunknown',
  '417': 'mailboxfull',
  '418': 'mailboxfull',
  '420': 'suspend',
  '425': 'suspend',
  '426': 'suspend',
  '506': 'spamdetected',
  '510': 'blocked',
  '515': 'authfailure',
  '535': 'authfailure',
  '536': 'spamdetected',
  '630': 'policyviolation',
  '988': 'badreputation',
  '989': 'badreputation',
  '990': 'badreputation',
}

/** NetEase (163.com, 126.com, yeah.net): who checks, and what was found. */
const netease: Readonly<Record<string, string>> = {
  'dt:rbl': 'blocked',
  'dt:spm': 'spamdetected',
  'dt:sum': 'rejected',
  'hl:icc': 'toomanyconn',
  'hl:ifc': 'speeding',
  'hl:ihu': 'blocked',
  'hl:ipb': 'blocked',
  'hl:itc': 'toomanyconn',
  'hl:mep': 'rejected',
  'hl:rep': 'badreputation',
  'mi:dmc': 'speeding',
  'mi:imf': 'authfailure',
  'mi:nhd': 'rejected',
  'mi:sfq': 'speeding',
  'mi:spb': 'spamdetected',
  'mi:spf': 'authfailure',
  'mi:stc': 'speeding',
  'rp:drc': 'toomanyconn',
  'rp:frl': 'rejected',
  'rp:qrc': 'speeding',
  'rp:trc': 'toomanyconn',
  'wm:bli': 'blocked',
  'wm:blu': 'rejected',
}

/** Outlook.com's and AOL's pages for senders; Yahoo's square brackets. */
const american: Readonly<Record<string, string>> = {
  au01: 'authfailure',
  bl21: 'blocked',
  bl23: 'blocked',
  'dy-001': 'blocked',
  'dy-002': 'blocked',
  gl01: 'blocked',
  'hvu:b1': 'spamdetected',
  'hvu:b2': 'spamdetected',
  'ou-001': 'blocked',
  'ou-002': 'spamdetected',
  ph01: 'policyviolation',
  'rly:b1': 'speeding',
  'rly:bd': 'spamdetected',
  'rly:ch': 'spamdetected',
  'rly:sn': 'rejected',
  'rp-001': 'speeding',
  'rp-002': 'speeding',
  'rp-003': 'toomanyconn',
  'rtr:bl': 'blocked',
  'rtr:du': 'blocked',
  'rtr:rd': 'requireptr',
  'rtr:sc': 'blocked',
  'sc-001': 'blocked',
  'sc-002': 'blocked',
  'sc-003': 'blocked',
  'sc-004': 'blocked',
}

/** Yahoo's square brackets: how much was sent, what its users say of it, or that it is never taken. */
const yahoo: Readonly<Record<string, string>> = {
  ts01: 'speeding',
  ts02: 'speeding',
  tss04: 'badreputation',
  tss05: 'speeding',
  tss07: 'blocked',
  tss09: 'rejected',
  tss11: 'rejected',
}

/** Spectrum's numbers at the end of an answer: how often somebody connects; all others refuse the host. */
const spectrum: Readonly<Record<string, string>> = {
  '1300': 'toomanyconn',
  '1320': 'toomanyconn',
  '1340': 'toomanyconn',
}

/** Exchange 5.5 and 2003: what the message transfer agent found, in brackets behind its name. */
const exchangeMta: Readonly<Record<string, string>> = {
  '00010256': 'toomanyconn',
  '000502cc': 'contenterror',
  '00050311': 'contenterror',
  '000b0981': 'securityerror',
  '000c0595': 'filtered',
  '000c05a6': 'userunknown',
  '000d06b5': 'systemerror',
  '00120270': 'networkerror',
}

/** Gmail names its answer once more in the address of the page that explains it ("?p=NoSuchUser"). */
const google: Readonly<Record<string, string>> = {
  baddestination: 'userunknown',
  baddomain: 'hostunknown',
  disableduser: 'suspend',
  inactiveuser: 'suspend',
  ipv6autherror: 'authfailure',
  maxsizeerror: 'mesgtoobig',
  nosuchuser: 'userunknown',
  overquota: 'mailboxfull',
  overquotaperm: 'mailboxfull',
  overquotatemp: 'mailboxfull',
  receivingrate: 'speeding',
  receivingrateperm: 'speeding',
  rfcmessagenoncompliant: 'notcompliantrfc',
  tlsrequired: 'securityerror',
  unauthenticatedmessage: 'authfailure',
}

/** Comcast's and Cox's numbers, by the letters before them: who connects is listed, from home, too fast, unnamed. */
const cable: Readonly<Record<string, string>> = {
  bl: 'blocked',
  cdrbl: 'blocked',
  cxbl: 'blocked',
  cxcnct: 'toomanyconn',
  cxdns: 'requireptr',
  cxsndr: 'rejected',
  es: 'blocked',
  ipbl: 'blocked',
  rl: 'speeding',
}

const families: readonly { readonly code: RegExp; readonly reasons: Readonly<Record<string, string>> }[] = [
  { code: /\bsupport\.google\.com\/mail\/\?p=([a-z\d]{3,40})/i, reasons: google },
  { code: /\bmsexch:[^()]{0,200}\((000[\da-f]{5}|00120270)\)/i, reasons: exchangeMta },
  { code: /\[(tss?\d\d)\]/i, reasons: yahoo },
  { code: /\baup#(?:in|i|out|o)?-?(\d{4})\b/i, reasons: spectrum },
  { code: /\b(?:ofr|lpn)\d{0,3}_(\d{3})\b/i, reasons: french },
  { code: /\b(bl|es|rl)0000\d\d\b|\b(cxbl|cxcnct|cxdns|cxsndr|cdrbl|ipbl)(?:\d{4})?\b/i, reasons: cable },
  { code: /\b((?:dt|hl|mi|rp|wm):[a-z]{3})\b/i, reasons: netease },
  {
    code: /\b((?:dy|ou|rp|sc)-00\d|(?:hvu|rly|rtr):[a-z][a-z\d]|au01|bl2[13]|gl01|ph01)\b/i,
    reasons: american,
  },
]

/** Exchange names the part that refused and why: "RESOLVER.ADR.RecipientNotFound; not found". */
function exchangeReason(said: string): string | undefined {
  const name = EXCHANGE.exec(said)?.[0].toLowerCase()
  return name === undefined ? undefined : exchange.find(([start]) => name.startsWith(start))?.[1]
}

const EXCHANGE =
  /\b(?:resolver\.(?:adr|rst|grp)|routing|queue|smtpsend|storedrv|transport\.rules|agent)\.[a-z][\w.:]{2,120}/i

const exchange: readonly (readonly [start: string, reason: string])[] = [
  ['resolver.adr.recipnotfound', 'userunknown'],
  ['resolver.adr.recipientnotfound', 'userunknown'],
  ['resolver.adr.exrecipnotfound', 'userunknown'],
  ['resolver.adr.reciplimit', 'toomanyconn'],
  ['resolver.adr.', 'systemerror'],
  ['resolver.rst.authrequired', 'securityerror'],
  ['resolver.rst.recipsizelimit', 'mesgtoobig'],
  ['resolver.rst.sendsizelimit', 'mesgtoobig'],
  ['resolver.rst.recipientlimit', 'speeding'],
  ['resolver.rst.', 'rejected'],
  ['routing.sizelimit', 'mesgtoobig'],
  ['routing.', 'networkerror'],
  ['queue.expired', 'expired'],
  ['smtpsend.dns.nonexistentdomain', 'hostunknown'],
  ['smtpsend.dns.', 'networkerror'],
  ['smtpsend.barelinefeeds', 'contenterror'],
  ['transport.rules.', 'policyviolation'],
]
