import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { linesOf, runPostino } from '../../support/run-postino'

// Each call is a process of its own.
vi.setConfig({ testTimeout: 120_000 })

const fixture = (name: string) => readFileSync(`tests/fixtures/mail/${name}.eml`)

const postino = (args: string[], input: string | Uint8Array = '') => runPostino(args, { input })

test('parse reads a mail from stdin or from a file without any settings, and prints one object', async () => {
  const fromStdin = await postino(['parse'], fixture('iso-2022-jp'))
  const fromFile = await postino(['parse', 'tests/fixtures/mail/iso-2022-jp.eml'])
  expect(fromStdin).toMatchObject({ code: 0, err: '' })
  expect(fromStdin.out).toBe(fromFile.out)
  expect(linesOf(fromStdin.out)).toMatchObject([{ unreadable: null, isBounce: false }])
})

test('parse answers what is no mail at all, with exit code 0', async () => {
  const { code, out } = await postino(['parse'], '')
  expect(code).toBe(0)
  expect(linesOf(out)).toMatchObject([{ unreadable: { reason: 'empty' } }])
})

test('a batch is answered line by line and in order; a broken line costs nothing but itself', async () => {
  const line = (id: string, bytes: Uint8Array) =>
    JSON.stringify({ id, category: 'x', rawBase64: Buffer.from(bytes).toString('base64') })
  const { code, out } = await postino(
    ['parse', '--batch'],
    [
      line('one', fixture('format-flowed')),
      'no json',
      '{"id":"two"}',
      '',
      line('three', Buffer.from([0, 255, 10])),
      line('four', fixture('bounce-dsn-failed')),
    ].join('\n'),
  )
  expect(code).toBe(0)
  expect(linesOf(out)).toMatchObject([
    { id: 'one', out: { isBounce: false } },
    { id: null, error: expect.any(String) },
    { id: null, error: expect.any(String) },
    { id: 'three', out: {} },
    { id: 'four', out: { isBounce: true } },
  ])
})

test('threads are told in the order of arrival', async () => {
  const line = (id: string, headers: string) =>
    JSON.stringify({ id, rawBase64: Buffer.from(`${headers}\r\n\r\ntext`).toString('base64') })
  const { out } = await postino(
    ['thread', '--batch'],
    [
      line('1', 'Message-ID: <a@x.example>'),
      line('2', 'Message-ID: <b@x.example>\r\nIn-Reply-To: <a@x.example>'),
    ].join('\n'),
  )
  expect(linesOf(out)).toEqual([
    { id: '1', out: { threadParent: null, conversation: 'a@x.example' } },
    { id: '2', out: { threadParent: 'a@x.example', conversation: 'a@x.example' } },
  ])
})

test('explain says what the product sees in a file, in three languages', async () => {
  const file = 'tests/fixtures/mail/auto-reply-precedence.eml'
  const [english, italian, json] = await Promise.all([
    postino(['explain', file]),
    postino(['explain', file, '--language', 'it']),
    postino(['explain', file, '--json']),
  ])
  expect(english.out).toMatch(/^Person or machine +An automatic reply: /m)
  expect(italian.out).toMatch(/^Persona o macchina +/m)
  expect(linesOf(json.out)).toMatchObject([{ entries: [{ stage: 'parse' }, {}, { code: 'auto-reply' }, {}] }])
})

test('doctor without settings names what is missing, and fails', async () => {
  const { code, out } = await postino(['doctor'])
  expect(code).toBe(1)
  expect(out).toMatch(/^FAIL settings .*POSTINO_SECRET.* -> /)
})

test('who asks wrongly is told how to ask, with exit code 2', async () => {
  const [nothing, unknown, option] = await Promise.all([
    postino([]),
    postino(['sing']),
    postino(['parse', '--loud']),
  ])
  expect([nothing.code, unknown.code, option.code]).toEqual([2, 2, 2])
  expect(unknown.err).toContain('There is no command "sing"')
  expect(option.err).toContain('Usage: postino parse')
})

test('every command explains itself', async () => {
  const { code, out } = await postino(['--help'])
  expect(code).toBe(0)
  const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
  expect(names).toContain('parse')
  const helps = await Promise.all(names.map((name) => postino([name, '--help'])))
  expect(helps.map(({ code, out }) => [code, out.startsWith('Usage: postino ')])).toEqual(
    names.map(() => [0, true]),
  )
})
