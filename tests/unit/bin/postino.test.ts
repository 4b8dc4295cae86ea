import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const fixture = (name: string) => readFileSync(`tests/fixtures/mail/${name}.eml`)

/** The program as an operator runs it, with nothing in its environment but what Node needs. */
function postino(args: string[], input: string | Uint8Array = '') {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'bin/postino.ts', ...args], {
      env: { PATH: process.env.PATH ?? '', NODE_ENV: 'test' },
    })
    const [out, err]: [string[], string[]] = [[], []]
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()))
    child.on('close', (code) => resolve({ code, out: out.join(''), err: err.join('') }))
    child.stdin.end(input)
  })
}

const linesOf = (out: string): unknown[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

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
