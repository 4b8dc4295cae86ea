import { expect, test } from 'vitest'
import { messagesOf } from '@/i18n/messages'
import { bounceReason, isLasting, replyCode } from '@/lib/mail/bounce-reason/bounce-reason'
import { leastCpuMs } from '../cpu-time'
import { answersInOwnWords } from './answers-in-own-words'
import { answersOfProviders } from './answers-of-providers'
import { answersOfSystems } from './answers-of-systems'
import {
  guessedAnswers,
  makersCodes,
  nonEnglishAnswers,
  providerAnswers,
  refusals,
  registryNames,
} from './refusals'
import { tellingAnswers } from './telling-answers'

test.each<[string | null, string, string]>([
  ['5.1.1', '550 5.1.1 <x@y.example>: User unknown', 'userunknown'],
  ['5.7.1', '550 5.7.1 no such user here', 'userunknown'],
  ['5.2.2', '', 'mailboxfull'],
  ['4.0.0', '452 the mailbox of this user is over quota', 'mailboxfull'],
  ['5.7.26', '550 rejected by the DMARC policy of the domain', 'authfailure'],
  ['5.3.4', '552 message size exceeds the fixed maximum', 'mesgtoobig'],
  ['4.4.7', '', 'expired'],
  ['5.4.4', 'Host not found', 'hostunknown'],
  ['5.7.1', 'relay access denied', 'norelaying'],
  [null, '', 'undefined'],
])('%s "%s" is %s', (status, diagnostic, reason) => {
  expect(bounceReason({ status, diagnostic })).toBe(reason)
})

test.each(['en', 'it', 'fr'] as const)('every reason has its words in %s', (locale) => {
  const words: Readonly<Record<string, string>> = messagesOf(locale).delivery.reason
  const tables = [
    answersInOwnWords,
    answersOfProviders,
    answersOfSystems,
    guessedAnswers,
    makersCodes,
    nonEnglishAnswers,
    providerAnswers,
    refusals,
    tellingAnswers,
  ]
  for (const reason of new Set(tables.flatMap((table) => table.map((row) => String(row.at(-1))))))
    if (reason !== 'undefined') expect(words, reason).toHaveProperty(reason)
})

test('only what lies in the address itself is lasting', () => {
  expect([isLasting('userunknown'), isLasting('mailboxfull'), isLasting('undefined')]).toEqual([
    true,
    false,
    false,
  ])
})

test('an answer code is found before the enhanced one, and no other number is taken for it', () => {
  expect(replyCode('host mx.example said: 550 5.1.1 unknown')).toBe('550')
  expect(replyCode('554-refused')).toBe('554')
  expect(replyCode('queued as 5501234 after 5.1.1')).toBeNull()
})

test('words that go on without end are judged at once', () => {
  const diagnostic = 'mailbox user recipient account quota '.repeat(50_000)
  expect(leastCpuMs(1_000, () => bounceReason({ status: null, diagnostic }))).toBeLessThan(1_000)
})

test.each(answersOfSystems)('%s "%s" is %s', (status, diagnostic, reason) => {
  expect(bounceReason({ status, diagnostic })).toBe(reason)
})

test('the command that was refused tells an unknown user from a filter that says so', () => {
  const said = { status: '5.0.0', diagnostic: '550 no such user' }
  expect(bounceReason({ ...said, command: 'rcpt' })).toBe('userunknown')
  expect(bounceReason({ ...said, command: 'data' })).toBe('filtered')
  expect(bounceReason({ status: '5.7.1', diagnostic: '550 access denied', command: 'mail' })).toBe('rejected')
})

test('who is refused before a sender is named is the host, whatever the words', () => {
  const said = { status: '5.7.1', command: 'connect' } as const
  expect(bounceReason({ ...said, diagnostic: '550 access denied' })).toBe('blocked')
  expect(bounceReason({ ...said, diagnostic: '554 no spam here' })).toBe('blocked')
  expect(bounceReason({ ...said, diagnostic: '530 must issue a STARTTLS first, tls required' })).toBe(
    'securityerror',
  )
})

test('"access denied" alone says less than the code beside it, and more than none', () => {
  expect(bounceReason({ status: '5.7.1', diagnostic: '550 5.7.1 access denied' })).toBe('securityerror')
  expect(bounceReason({ status: null, diagnostic: '550 access denied' })).toBe('blocked')
})

test.each(refusals)('%s "%s" refuses as %s', (status, diagnostic, reason) => {
  expect(bounceReason({ status, diagnostic })).toBe(reason)
})

/** How mail systems pass an answer on. */
const passedOn: readonly ((answer: string) => string)[] = [
  (answer) => `host mx.cliente.example[192.0.2.1] said: ${answer} (in reply to RCPT TO command)`,
  (answer) => `192.0.2.1 failed after I sent the message. Remote host said: ${answer}`,
  (answer) => `192.0.2.1 does not like recipient. Remote host said: ${answer} Giving up on 192.0.2.1.`,
  (answer) =>
    `SMTP error from remote mail server after RCPT TO:<m@cliente.example>: host mx [192.0.2.1]: ${answer}`,
  (answer) =>
    `it was rejected by the server for the recipient domain cliente.example by mx.cliente.example. The error that the other server returned was: ${answer}`,
  (answer) => `#< #5.0.0 smtp; ${answer}> #SMTP#`,
  (answer) => `Remote Server at mx.cliente.example (192.0.2.1) returned '${answer}'`,
  (answer) => `Each of the recipients was rejected by a remote mail server. Reason: ${answer}`,
  (answer) => `Remote server (192.0.2.7) issued an error. Remote server replied: ${answer}`,
  (answer) => `Server mx.cliente.example[192.0.2.1] failed with: ${answer}`,
  (answer) => `(reason: ${answer}) ----- Transcript of session follows ----- >>> RCPT To:<m@x> <<< ${answer}`,
]

test.each(refusals.filter(([, answer]) => /^[45]\d\d/.test(answer)))(
  '%s "%s" means the same, whoever passes it on',
  (status, answer, reason) => {
    for (const pass of passedOn) expect(bounceReason({ status, diagnostic: pass(answer) })).toBe(reason)
  },
)

test('a user or a domain that is unknown in answer to MAIL is the sender', () => {
  const diagnostic = '550 unknown user'
  expect(bounceReason({ status: null, diagnostic, command: 'mail' })).toBe('rejected')
  expect(bounceReason({ status: null, diagnostic: '550 domain not found', command: 'mail' })).toBe('rejected')
  expect(bounceReason({ status: null, diagnostic: '552 mailbox full', command: 'mail' })).toBe('mailboxfull')
})

test.each(providerAnswers)('"%s" is %s by the code of its provider', (diagnostic, reason) => {
  expect(bounceReason({ status: '5.0.0', diagnostic })).toBe(reason)
  expect(bounceReason({ status: '5.7.1', diagnostic })).toBe(reason)
})

test.each(makersCodes)('%s is %s, whatever is said', (status, reason) => {
  expect(bounceReason({ status, diagnostic: `550 ${status} Access denied, user unknown` })).toBe(reason)
})

test.each(guessedAnswers)('"%s" is %s, unless a code says otherwise', (diagnostic, reason) => {
  expect(bounceReason({ status: null, diagnostic })).toBe(reason)
  expect(bounceReason({ status: '5.3.4', diagnostic })).toBe('mesgtoobig')
})

test.each([
  ["5.1.0 - Unknown address error 451-'local problem'", 'systemerror'],
  ["5.1.0 - Unknown address error 550-'mailbox full'", 'mailboxfull'],
  ["5.1.0 - Unknown address error 550-'no'", 'userunknown'],
])(
  'what a relay says of every refused recipient yields to the answer behind it: %s',
  (diagnostic, reason) => {
    expect(bounceReason({ status: '5.1.0', diagnostic })).toBe(reason)
  },
)

test('single words of a long report are no reason', () => {
  const report = 'We write about your mail. '.repeat(30)
  expect(bounceReason({ status: null, diagnostic: `${report} unregistered address` })).toBe('undefined')
})

test.each(nonEnglishAnswers)('"%s" is %s', (diagnostic, reason) => {
  expect(bounceReason({ status: null, diagnostic })).toBe(reason)
})

test.each(registryNames)('%s "%s" is %s', (status, name, reason) => {
  const diagnostic = `550 ${status} <m@cliente.example>: Recipient address rejected: ${name}. See https://x.example/#spam`
  expect(bounceReason({ status, diagnostic, command: 'rcpt' })).toBe(reason)
  expect(bounceReason({ status, diagnostic: name })).toBe(reason)
})

test.each(tellingAnswers)('"%s" is %s, whatever the code', (diagnostic, reason) => {
  expect(bounceReason({ status: null, diagnostic })).toBe(reason)
  expect(bounceReason({ status: '5.7.1', diagnostic })).toBe(reason)
})

test.each(answersOfProviders)('%s "%s" is %s', (status, diagnostic, reason) => {
  expect(bounceReason({ status, diagnostic })).toBe(reason)
})

test.each(answersInOwnWords)('"%s" is %s, though no server is known to say it so', (diagnostic, reason) => {
  expect(bounceReason({ status: null, diagnostic })).toBe(reason)
})
