import fc from 'fast-check'
import { expect, test } from 'vitest'
import { safeReturnPath } from '@/lib/access/return-path'

test.each([
  ['/', '/'],
  ['/t/alpha/tickets?view=mine&queueId=1#last', '/t/alpha/tickets?view=mine&queueId=1#last'],
  ['/t/alpha/../beta', '/t/beta'],
  ['/t/caff%C3%A8', '/t/caff%C3%A8'],
])('a path of our own is gone back to: %j', (input, path) => {
  expect(safeReturnPath(input)).toBe(path)
})

test.each([
  '',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' /t',
  '/ /evil.example',
  'https://evil.example',
  'http:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  '/.//evil.example',
  '/%2e//evil.example',
  '/x/..//evil.example',
  '/\u0000',
  '/\u2028/x',
  't/alpha',
  '?x',
  '#x',
  'http://localhost:3000.evil.example/',
  'http://localhost:3000@evil.example/',
  `/${'a'.repeat(3_000)}`,
  'HTTP://LOCALHOST:3000/t',
  'http://localhost:3000//evil.example',
  'http://localhost:3000\\evil.example',
])('a way to somewhere else is refused: %j', (input) => {
  expect(safeReturnPath(input)).toBeNull()
  expect(safeReturnPath(input, 'http://localhost:3000')).toBeNull()
})

test.each([null, undefined, 7, {}, ['/t'], { toString: () => '/t' }])(
  'what is no text is refused: %j',
  (input) => {
    expect(safeReturnPath(input)).toBeNull()
  },
)

test('an absolute address of our own is cut down to its path', () => {
  expect(safeReturnPath('http://localhost:3000/t/a?x=1', 'http://localhost:3000')).toBe('/t/a?x=1')
  expect(safeReturnPath('http://localhost:3000', 'http://localhost:3000')).toBe('/')
  expect(safeReturnPath('http://localhost:3000/t/a')).toBeNull()
})

test('whatever is accepted stays on our origin, for any text', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('/', '\\', '.', '%2e', '@', ':', 'a', '\t', '?', '#', ' '),
  })
  fc.assert(
    fc.property(hostile, (text) => {
      const path = safeReturnPath(`/${text}`)
      if (path === null) return
      expect(new URL(path, 'http://ours.example').origin).toBe('http://ours.example')
    }),
    { numRuns: 3_000 },
  )
})
