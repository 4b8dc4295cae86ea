import { collapsed, withoutSpace } from './compare-text'
import type { MailCase } from './corpus'
import type { FieldResult } from './score'

/**
 * Where origins contradict each other, or an origin keeps what its own parser happened to do, one of the answers has
 * to be chosen: what an agent would want. Each choice is a rule about the two answers, never about a mail. What falls
 * under one is still counted as wrong; it only says how much of a category can be reached at all.
 */
const choices: readonly {
  readonly name: string
  readonly isMade: (one: MailCase, result: FieldResult) => boolean
}[] = [
  {
    name: 'letters that an origin lost are read',
    isMade: (_, { expected, got }) => /\ufffd/.test(String(expected)) && !/\ufffd/.test(String(got)),
  },
  {
    name: 'of a broken mail rather too much is shown than too little',
    isMade: ({ category }, { field, expected, got }) =>
      category === 'parse-malformed' && field === 'text' && holds(got, expected),
  },
  {
    name: 'of a broken mail the parts are found that an origin shows as one text, with their fields and delimiters',
    isMade: ({ category }, { field, expected, got }) =>
      category === 'parse-malformed' &&
      field === 'text' &&
      /^content-type:/im.test(String(expected)) &&
      !/^content-type:/im.test(String(got)) &&
      collapsed(got) !== '' &&
      holds(expected, got),
  },
  {
    name: 'an address unknown to its server is an unknown user, also where it was told after the whole mail',
    isMade: (_, result) => isReason(result, 'filtered', 'userunknown') || isOfReason(result, 'userunknown'),
  },
  {
    name: 'an address without a successor is an unknown user, not one that moved',
    isMade: (_, result) => isReason(result, 'hasmoved', 'userunknown'),
  },
  {
    name: 'an account that was disabled is suspended, where an origin has no word for it but an unknown user',
    isMade: (_, result) => isReason(result, 'userunknown', 'suspend'),
  },
  {
    name: 'a refused host is blocked, also where the list is called one of spam',
    isMade: (_, result) => isReason(result, 'spamdetected', 'blocked'),
  },
  {
    name: 'junk mail without a word about deliveries is no bounce',
    isMade: ({ expected }, { field, got }) =>
      field === 'isBounce' && got !== true && !expected.bounce?.length,
  },
  {
    name: 'a forwarded mail is shown',
    isMade: (_, { field, expected, got }) =>
      field === 'replyText' && /forwarded message/i.test(String(got)) && holds(got, expected),
  },
  {
    name: 'a signature below its delimiter is folded',
    isMade: (_, { field, expected, got }) =>
      field === 'replyText' &&
      holds(expected, got) &&
      /^(?:--|—)/.test(collapsed(expected).slice(collapsed(got).length).trim()),
  },
  {
    name: 'what introduces the only text is shown with it',
    isMade: (_, { field, expected, got }) =>
      field === 'replyText' &&
      /^On .*wrote:$/m.test(String(got)) &&
      withoutSpace(linesOf(got, (line) => !/^On .*wrote:$/.test(line))) ===
        withoutSpace(linesOf(expected, (line) => !/^On .*wrote:$/.test(line))),
  },
  {
    name: 'a quote above the answer is folded',
    isMade: (_, { field, expected, got }) =>
      field === 'replyText' &&
      String(expected).startsWith('>') &&
      withoutSpace(linesOf(expected, isWritten)) === withoutSpace(got),
  },
  {
    name: 'a name below the text is read with it',
    isMade: (_, { field, expected, got }) =>
      field === 'replyText' &&
      withoutSpace(got).startsWith(withoutSpace(expected)) &&
      /^\p{Lu}\p{L}*$/u.test(withoutSpace(got).slice(withoutSpace(expected).length)),
  },
  {
    name: 'a closing and a name are no signature',
    isMade: (_, { field, expected, got }) =>
      field === 'signatureText' &&
      got === '' &&
      /^\p{L}[\p{L} ]{0,30},\n\p{L}+$/u.test(String(expected).trim()),
  },
]

const linesOf = (text: unknown, isKept: (line: string) => boolean): string =>
  String(text).split('\n').filter(isKept).join('\n')

const isWritten = (line: string): boolean => !line.startsWith('>')

/** The choice by which an answer differs from the origin's, or null: then it is a mistake. */
export const choiceIn = (one: MailCase, result: FieldResult): string | null =>
  result.isRight ? null : (choices.find(({ isMade }) => isMade(one, result))?.name ?? null)

const holds = (whole: unknown, part: unknown): boolean => withoutSpace(whole).includes(withoutSpace(part))

const reasons = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((one) => String(one?.reason ?? one)) : []

function isReason({ field, expected, got }: FieldResult, theirs: string, ours: string): boolean {
  if (field !== 'bounceReason') return false
  const told = reasons(expected)
  return told.length === 1 && told[0] === theirs && reasons(got).includes(ours)
}

/** Whether a failure lasts follows from its reason. */
function isOfReason({ field, got }: FieldResult, ours: string): boolean {
  return field === 'bounceHard' && reasons(got).length === 1 && reasons(got)[0] === ours
}
