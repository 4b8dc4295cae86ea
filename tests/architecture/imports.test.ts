import { expect, test } from 'vitest'
import { type Import, inFolder, type SourceFile, sourceFiles } from './support/source-files'

/**
 * Who may import whom. Each row: which files, what they must not import, and why. A type costs nothing at run
 * time but shows a dependency of thought: it counts too, unless the row says otherwise.
 */
interface Rule {
  who: string
  files: (file: SourceFile) => boolean
  never: (imported: Import, file: SourceFile) => boolean
  /** Known exceptions, each with its reason. */
  except?: Record<string, string>
}

const files = sourceFiles()
const own = (...prefixes: string[]) => {
  return ({ isOwn, target }: Import) =>
    isOwn && prefixes.some((prefix) => target === prefix || target.startsWith(`${prefix}/`))
}
const library = (...names: string[]) => {
  return ({ isOwn, target }: Import) =>
    !isOwn && names.some((name) => target === name || target.startsWith(`${name}/`))
}
const anyOf =
  (...tests: ((imported: Import) => boolean)[]) =>
  (imported: Import) =>
    tests.some((test) => test(imported))
const matches = (pattern: RegExp) => (file: SourceFile) => pattern.test(file.path)

const screens = library('next', 'react', 'react-dom', 'next-auth', 'next-intl')
const isStore = ({ isOwn, target }: Import) => isOwn && /\/(?:[\w-]+-)?store$/.test(target)
const isClient = ({ text }: SourceFile) => /^['"]use client['"]/.test(text)
const domainOf = (path: string) => path.split('/')[1]

/** Files of the entrance that are made for the browser. */
const browserSafe = new Set(['app/_entrance/sign-in-browser', 'app/_entrance/sign-in-errors'])

const rules: Rule[] = [
  {
    who: 'rules, types and what a mail is stay pure: no database, no network, no clock, no screen',
    files: matches(/^lib\/(?:mail\/|[\w-]+\/(?:[\w-]+-)?(?:rules|types)\.ts$)/),
    never: anyOf(
      own('lib/db', 'lib/adapters', 'lib/clock', 'inngest', 'app'),
      screens,
      library('inngest', 'pg'),
    ),
  },
  {
    who: 'the pure stages of the pipeline reach neither database nor world',
    files: matches(/^lib\/ingest\/(?:match|clean|decide|decide-confirmation|content-key|trail|types)\.ts$/),
    never: anyOf(own('lib/db', 'lib/adapters', 'lib/clock', 'inngest'), screens),
  },
  {
    who: 'a store knows its own tables, no other domain’s store and nothing outside the database',
    files: matches(/^lib\/[\w-]+\/(?:[\w-]+-)?store\.ts$/),
    never: (imported, file) =>
      anyOf(own('lib/adapters', 'inngest', 'app'), screens)(imported) ||
      (isStore(imported) && domainOf(imported.target) !== domainOf(file.path)),
  },
  {
    who: 'changes work in the transaction they are given',
    files: matches(/^lib\/[\w-]+\/changes\.ts$/),
    never: (imported) =>
      own('lib/adapters', 'inngest', 'app')(imported) || imported.names.some((name) => name === 'withTenant'),
  },
  {
    who: 'adapters touch the outside world and no row',
    files: inFolder('lib/adapters/'),
    never: anyOf(own('lib/db', 'app', 'inngest'), screens),
  },
  {
    who: 'lib/db stands below everything',
    files: inFolder('lib/db/'),
    never: ({ isOwn, target }) => isOwn && !/^lib\/(?:db\/|env$|errors$|clock$|tenancy\/)/.test(target),
  },
  {
    who: 'the product knows no screen and no queue',
    files: (file) => file.path.startsWith('lib/'),
    never: anyOf(screens, library('inngest'), own('app', 'components', 'inngest')),
  },
  {
    who: 'the embedded executor knows nothing of Postino',
    files: inFolder('inngest/embedded/'),
    never: ({ isOwn, target }) => isOwn && !target.startsWith('inngest/embedded/'),
  },
  {
    who: 'functions are thin: operations, no tables',
    files: inFolder('inngest/functions/'),
    never: (imported) => own('lib/db', 'lib/adapters', 'app')(imported) || isStore(imported),
  },
  {
    who: 'pages and actions go through the entrance and the operations',
    files: (file) => file.path.startsWith('app/') && !file.path.startsWith('app/_entrance/'),
    never: (imported) => own('lib/db', 'lib/adapters', 'inngest')(imported) || isStore(imported),
  },
  {
    who: 'the web never talks to Inngest, to mail hosts or to mail providers',
    files: inFolder('app/', 'components/'),
    never: anyOf(
      library('inngest', 'nodemailer', 'smtp-server', 'mailparser', 'imapflow', 'resend'),
      own('inngest', 'lib/adapters/smtp-out', 'lib/adapters/smtp-in', 'lib/ingest'),
    ),
  },
  {
    who: 'what runs in the browser gets DTOs: no store, no database, no environment, no server library',
    files: (file) => isClient(file) || file.path.startsWith('components/'),
    never: (imported) =>
      !imported.isTypeOnly &&
      !browserSafe.has(imported.target) &&
      (own(
        'lib/db',
        'lib/env',
        'lib/log',
        'lib/adapters',
        'lib/wiring',
        'inngest',
        'app/_entrance',
      )(imported) ||
        isStore(imported) ||
        library('pg', 'pino', 'node:fs', 'node:crypto', '@prisma/client')(imported)),
  },
]

test.each(rules)('$who', ({ files: concerns, never, except = {} }) => {
  const found = files
    .filter(concerns)
    .flatMap((file) =>
      file.imports
        .filter((imported) => never(imported, file))
        .map((imported) => `${file.path} imports ${imported.target}`),
    )
    .filter((line) => !(line in except))
  expect(found).toEqual([])
})

test('every rule above concerns some file: a moved folder would make it silent', () => {
  expect(rules.filter((rule) => !files.some(rule.files)).map((rule) => rule.who)).toEqual([])
})

/** Libraries with one door: whoever else imports them goes around what that door takes care of. */
const doors: [library: string, allowed: RegExp][] = [
  ['mailparser', /^lib\/mail\/parse\.ts$/],
  ['next-auth', /^app\/(?:_entrance|api\/auth)\//],
  ['smtp-server', /^lib\/adapters\/(?:smtp-in|postoffice)\//],
  ['nodemailer', /^lib\/(?:adapters\/|mail\/compose\.ts$)/],
  ['mailauth', /^lib\/adapters\/mail-auth\//],
  ['resend', /^lib\/adapters\/resend\//],
  ['imapflow', /^lib\/adapters\/imap\//],
  ['sanitize-html', /^lib\/mail\//],
  ['@aws-sdk/client-s3', /^lib\/adapters\/blobs\//],
  ['@prisma/client', /^lib\/db\//],
  ['@prisma/adapter-pg', /^lib\/db\//],
  ['pg', /^(?:lib\/db\/|inngest\/|bin\/|prisma\/demo\/)/],
  ['inngest', /^inngest\//],
  ['@node-rs/argon2', /^lib\/access\//],
]

test.each(doors)('%s has one door', (name, allowed) => {
  // Tests and benchmarks play the outside world.
  const found = files
    .filter((file) => !/^(?:tests|bin\/bench)\//.test(file.path) && !allowed.test(file.path))
    .filter((file) => file.imports.some(library(name)))
  expect(found.map((file) => file.path)).toEqual([])
})

test('no one outside lib/db holds a client: of the generated one, stores use the SQL builder and types only', () => {
  const found = files
    .filter((file) => !file.path.startsWith('lib/db/') && !file.path.startsWith('tests/'))
    .filter((file) =>
      file.imports.some(
        (imported) =>
          own('lib/db/client')(imported) ||
          (own('lib/db/generated')(imported) &&
            !imported.isTypeOnly &&
            imported.names.some((name) => name !== 'Prisma' && !name.startsWith('type '))),
      ),
    )
  expect(found.map((file) => file.path)).toEqual([])
})

test('the environment has one reader', () => {
  // instrumentation.ts asks which of Next's two runtimes it is in, which only Next's own variable tells.
  const allowed = /^(?:lib\/env\.ts|bin\/.*\.mjs|tests\/.*|playwright\.config\.ts|instrumentation\.ts)$/
  const found = files.filter((file) => /process\.env\b/.test(file.text) && !allowed.test(file.path))
  expect(found.map((file) => file.path)).toEqual([])
})

test('time is read in one place by what decides', () => {
  // The executor and the plain scripts keep their own time: they know nothing of Postino.
  const concerns = (file: SourceFile) => file.path.startsWith('lib/') && file.path !== 'lib/clock.ts'
  const found = files.filter(
    (file) =>
      concerns(file) &&
      !/^lib\/(?:ids|adapters|live|working|log)/.test(file.path) &&
      /\bnew Date\(\)|\bDate\.now\(\)/.test(file.text),
  )
  expect(found.map((file) => file.path)).toEqual([])
})
