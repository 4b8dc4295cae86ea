import { expect, test } from 'vitest'
import { type SourceFile, sourceFiles } from './support/source-files'

const files = new Map(sourceFiles().map((file) => [file.path.replace(/\.(?:tsx?|mjs)$/, ''), file]))

/** Everything that a file needs at run time, however far away. */
function reachable(starts: SourceFile[]): Set<string> {
  const seen = new Set<string>()
  const open = starts.map((file) => file.path.replace(/\.(?:tsx?|mjs)$/, ''))
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    for (const { isOwn, isTypeOnly, target } of files.get(next)?.imports ?? [])
      if (isOwn && !isTypeOnly) open.push(target)
  }
  return seen
}

const webFiles = [...files.values()].filter(({ path }) =>
  /^(?:app|components)\/|^instrumentation\.ts$/.test(path),
)

test('no page, route or action can open a sealed secret: nothing they reach holds the code for it', () => {
  const found = reachable(webFiles)
  expect(found.has('lib/db/with-tenant')).toBe(true)
  expect([...found].filter((path) => /^lib\/credentials\/(?:open-|rotate-)/.test(path))).toEqual([])
})

test('no page, route or action reaches what connects to mail servers and providers', () => {
  const found = reachable(webFiles)
  // The demo’s post office plays a customer with the plain SMTP sender.
  const outside = /^lib\/adapters\/(?:imap|resend|oauth)\//
  expect([...found].filter((path) => outside.test(path))).toEqual([])
})

/** Who connects out for the web: pictures of mails, which belong to no mail host and carry no secret. */
const waysOut = ['lib/adapters/remote-pictures/create-remote-pictures', 'lib/web-wiring']

test('the web gets nothing from outside but pictures of mails, by the guarded way', () => {
  const guard = /^lib\/adapters\/connect-out\//
  const users = [...reachable(webFiles)].filter(
    (path) =>
      !guard.test(path) &&
      files.get(path)?.imports.some(({ target, isTypeOnly }) => !isTypeOnly && guard.test(target)),
  )
  expect(users.sort()).toEqual(waysOut)
  const wiring = files.get('lib/web-wiring')?.imports.filter(({ target }) => guard.test(target))
  expect(wiring?.map(({ target }) => target)).toEqual(['lib/adapters/connect-out/egress-policy'])
})

/** Who fetches besides the guarded way, and why nobody else chooses where that leads. */
const ownFetches: Record<string, string> = {
  'lib/adapters/resend/create-received-mail-source.ts': 'Resend alone says where a received mail lies',
}

test('web addresses are fetched in one place', () => {
  const calls = /(?:await|return|=>?)\s+fetch\(|\bhttps?\.(?:request|get)\(/
  const found = [...files.values()].filter(
    ({ path, text }) =>
      /^lib\//.test(path) && !path.startsWith('lib/adapters/connect-out/') && calls.test(text),
  )
  expect(found.map(({ path }) => path)).toEqual(Object.keys(ownFetches))
})
