import { crlf, type HostileMail, mailOf, times } from './hostile-mail-builder'

/** Who wrote and to whom: address fields that no two programs read alike. */
const from = (name: string, value: string): HostileMail => ({
  name,
  ends: 'message',
  build: () => mailOf(name, { From: value }),
})

const senders: HostileMail[] = [
  from('from is a group', 'Friends: a@evil.example, b@evil.example;'),
  from('from is an empty group', 'undisclosed-recipients:;'),
  from('from of two mailboxes', 'a@evil.example, b@evil.example'),
  from('from is only a name', 'Somebody Without Address'),
  from('from is an encoded word with an at', '=?utf-8?q?admin=40business.example?='),
  from('from with an encoded word before the address', '=?utf-8?q?a=40b.example_?= <x@evil.example>'),
  from('from with a quoted local part', '"x@evil.example y"@victim.example'),
  from('from with comments in comments', `${'('.repeat(3_000)}x${')'.repeat(3_000)} a@evil.example`),
  from('from with comments that never end', `a@evil.example ${'('.repeat(3_000)}`),
  from('from with a route', '<@hop.example,@hop2.example:routed@evil.example>'),
  from('from at a domain in unicode', '"é" <post@müller.example>'),
  from('from at a domain in punycode and unicode', 'post@xn--mller-kva.bücher.example'),
  from('from with a full-width at', 'admin＠business.example'),
  from('from with a display name of an agent', '"Ada Agent <ada@alpha.test>" <x@evil.example>'),
  from('from with a name of 100 KB', `"${times(1_400, () => 'n'.repeat(70), `${crlf} `)}" <x@evil.example>`),
  from('from of nothing but quotes', '"'.repeat(5_000)),
  {
    name: 'from is missing',
    ends: 'message',
    build: () => mailOf('from is missing', { From: null }),
  },
  {
    name: 'sender is not from',
    ends: 'message',
    build: () => mailOf('sender is not from', { Sender: 'postmaster@business.example' }),
  },
  {
    name: 'from our own address',
    ends: 'quarantine',
    build: ({ channelAddress }) => mailOf('from our own address', { From: channelAddress }),
  },
]

const recipients: HostileMail[] = [
  {
    name: '10000 recipients',
    ends: 'message',
    build: () =>
      mailOf('10000 recipients', {
        To: times(10_000, (at) => `"R ${at}" <r${at}@evil.example>`, `,${crlf} `),
      }),
  },
  {
    name: '10000 copies',
    ends: 'message',
    build: () => mailOf('10000 copies', { Cc: times(10_000, (at) => `c${at}@evil.example`, `,${crlf} `) }),
  },
  {
    name: 'reply-to is our own address',
    ends: 'message',
    build: ({ creationAddress }) => mailOf('reply-to is our own address', { 'Reply-To': creationAddress }),
  },
  {
    name: 'reply-to is a list',
    ends: 'message',
    build: () =>
      mailOf('reply-to is a list', { 'Reply-To': 'list@lists.example', 'List-Id': '<list.lists.example>' }),
  },
  {
    name: 'reply-to of 500 addresses',
    ends: 'message',
    build: () =>
      mailOf('reply-to of 500 addresses', {
        'Reply-To': times(500, (at) => `q${at}@evil.example`, `,${crlf} `),
      }),
  },
]

export const addressMails: HostileMail[] = [...senders, ...recipients]
