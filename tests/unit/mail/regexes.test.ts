import { analyse } from 'scslre'
import { expect, test } from 'vitest'
import { regexesIn } from './regexes'

const regexes = regexesIn('lib', ['lib/db/generated'])

/** Where the time grows with the square of a text that is cut to a line or less before it is asked. */
const onShortTexts: readonly string[] = [
  'lib/mail/attribution.ts /<[^<>]*@[^<>]*>/',
  'lib/mail/attribution.ts /@[^\\s@]+[>)\\]\\u2069]*\\s?[:：]$/',
  'lib/mail/forwarded-text.ts /^[\\s_\\-=*]*$|^-{4,}.*-{4,}$/',
  'lib/mail/reply-text.ts /^\\s*[<([]?https?:\\/\\/\\S+[\\s>)\\]]*$/',
]

test('there are regular expressions to judge', () => {
  expect(regexes.length).toBeGreaterThan(200)
})

test('no regular expression of the product takes more than linear time where it begins to match', () => {
  const slow = regexes.filter(({ place, regex }) => {
    if (onShortTexts.includes(place)) return false
    // "Move" is the cost of beginning anew at every place; the readers as a whole are held to that in pump.test.ts.
    const { reports } = analyse(
      { source: regex.source, flags: regex.flags },
      { maxReports: 1, reportTypes: { Move: false } },
    )
    return reports.length > 0
  })
  expect(slow.map(({ place }) => place)).toEqual([])
})

test('the judge knows an expression that does', () => {
  const { reports } = analyse(
    { source: '^(?:a+)+$', flags: '' },
    { maxReports: 1, reportTypes: { Move: false } },
  )
  expect(reports).toHaveLength(1)
})
