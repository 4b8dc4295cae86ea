/** Enhanced status codes (RFC 3463, and the registry that RFC 5248 keeps) in the words operators search for. */
const registered: Readonly<Record<string, string>> = {
  '1.0': 'userunknown',
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'filtered',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'systemerror',
  '1.10': 'notaccept',
  '2.0': 'filtered',
  '2.1': 'suspend',
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
  '4.5': 'systemerror',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '4.8': 'networkerror',
  '4.9': 'expired',
  '5.0': 'mailererror',
  '5.1': 'syntaxerror',
  '5.2': 'syntaxerror',
  '5.3': 'toomanyconn',
  '5.4': 'syntaxerror',
  '5.5': 'syntaxerror',
  '5.6': 'securityerror',
  '6.0': 'contenterror',
  '7.0': 'securityerror',
  '7.13': 'suspend',
  '7.15': 'policyviolation',
  '7.16': 'mesgtoobig',
  '7.17': 'hasmoved',
  '7.18': 'hasmoved',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.22': 'authfailure',
  '7.23': 'authfailure',
  '7.24': 'authfailure',
  '7.25': 'requireptr',
  '7.26': 'authfailure',
  '7.27': 'notaccept',
  '7.28': 'speeding',
  '7.29': 'authfailure',
}

/** Where a temporary code says something else than the lasting one. */
const temporary: Readonly<Record<string, string>> = {
  '4.7.0': 'blocked',
  '4.7.1': 'blocked',
  '4.4.4': 'networkerror',
}

/**
 * Exchange and Microsoft 365 count on where the registry ends. Their own numbers are given by one line of code each
 * and mean one thing, while the words beside them are mostly "Access denied".
 */
const microsoft: Readonly<Record<string, string>> = {
  '0.350': 'contenterror',
  '1.20': 'notcompliantrfc',
  '1.90': 'speeding',
  '1.351': 'userunknown',
  '2.14': 'systemerror',
  '2.121': 'speeding',
  '2.122': 'speeding',
  '3.190': 'systemerror',
  '4.11': 'networkerror',
  '4.14': 'networkerror',
  '4.300': 'expired',
  '4.310': 'hostunknown',
  '4.311': 'networkerror',
  '4.312': 'networkerror',
  '4.316': 'expired',
  '6.11': 'contenterror',
  '7.54': 'norelaying',
  '7.57': 'securityerror',
  '7.60': 'rejected',
  '7.64': 'norelaying',
  '7.105': 'rejected',
  '7.124': 'rejected',
  '7.129': 'rejected',
  '7.133': 'rejected',
  '7.134': 'rejected',
  '7.135': 'rejected',
  '7.136': 'rejected',
  '7.320': 'securityerror',
  '7.321': 'securityerror',
  '7.322': 'securityerror',
  '7.323': 'securityerror',
  '7.324': 'securityerror',
  '7.325': 'securityerror',
  '7.501': 'spamdetected',
  '7.502': 'rejected',
  '7.503': 'rejected',
  '7.505': 'filtered',
  '7.506': 'blocked',
  '7.507': 'filtered',
  '7.508': 'speeding',
  '7.509': 'authfailure',
  '7.510': 'notaccept',
  '7.511': 'blocked',
  '7.512': 'notcompliantrfc',
  '7.515': 'authfailure',
  '7.606': 'blocked',
  '7.649': 'blocked',
  '7.650': 'badreputation',
  '7.651': 'badreputation',
  '7.652': 'badreputation',
  '7.703': 'filtered',
  '7.705': 'speeding',
  '7.708': 'blocked',
  '7.750': 'blocked',
}

/**
 * Registered codes of one meaning that no server gives for another: a full mailbox, and who failed which check of a
 * sender.
 */
const unmistaken: readonly string[] = ['2.2', '7.20', '7.21', '7.22', '7.23', '7.24', '7.25']

/** What a code says that stands for one thing, whatever stands beside it. */
export function exactReason(status: string | null): string | undefined {
  const code = status?.slice(2) ?? ''
  return microsoft[code] ?? (unmistaken.includes(code) ? registered[code] : undefined)
}

/** What the code alone says; one that is not known reads as the general one of its subject (RFC 3463 section 2). */
export function statusReason(status: string | null): string | undefined {
  if (status === null || status.endsWith('.0.0')) return undefined
  const [, subject = '', detail = ''] = status.split('.')
  return temporary[status] ?? registered[`${subject}.${detail}`] ?? registered[`${subject}.0`]
}

/** "Other" of its subject, or X.7.1, which is given for whatever is refused. */
export const isGeneral = (status: string | null): boolean => status === null || /\.0$|\.7\.1$/.test(status)

/** The answers of RFC 5321 section 4.2.3 that mean one thing; 550 and 554 are given for everything. */
const replies: Readonly<Record<string, string>> = {
  '421': 'systemerror',
  '422': 'mailboxfull',
  '431': 'systemfull',
  '451': 'systemerror',
  '452': 'systemfull',
  '500': 'syntaxerror',
  '501': 'syntaxerror',
  '502': 'syntaxerror',
  '503': 'syntaxerror',
  '504': 'syntaxerror',
  '521': 'notaccept',
  '530': 'securityerror',
  '534': 'securityerror',
  '535': 'securityerror',
  '538': 'securityerror',
  '551': 'userunknown',
  '552': 'mailboxfull',
  '553': 'userunknown',
  '556': 'notaccept',
}

export const replyReason = (code: string | null): string | undefined =>
  code === null ? undefined : replies[code]
