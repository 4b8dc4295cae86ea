import type { Socket } from 'node:net'
import { plainAnswers, type ScriptedImap, startScriptedImap } from './scripted-imap'

const hello = '* OK [CAPABILITY IMAP4rev1 IDLE] hello\r\n'
type Answer = (tag: string, command: string, socket: Socket) => string | null

/** Says something else to some commands, and what everybody says to the others. */
const except =
  (pattern: RegExp, say: Answer): Answer =>
  (tag, command, socket) =>
    pattern.test(command) ? say(tag, command, socket) : plainAnswers(tag, command)

/** Pours as much as is taken, for ever. */
function pour(socket: Socket, text: string): string {
  const chunk = text.repeat(Math.ceil(262_144 / text.length))
  const more = () => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', more)
  more()
  return ''
}

const oneMail = except(/^UID SEARCH/, (tag) => `* SEARCH 1\r\n${tag} OK done\r\n`)
const head = 'UID 1 INTERNALDATE "22-Nov-2026 00:00:00 +0000"'
const noHeaders = 'BODY[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES DATE FROM SUBJECT)] {2}\r\n\r\n'

let countdown = 1_000_000

/** Mail servers that mean harm, or are broken enough to do it. */
export const hostileScripts: Record<string, { greet: string | null; answer?: Answer }> = {
  'says nothing': { greet: '' },
  'is a web server': { greet: 'HTTP/1.1 400 Bad Request\r\n\r\n' },
  'hangs up': { greet: null },
  'says goodbye': { greet: '* BYE overloaded\r\n' },
  'greets without end': { greet: `* OK ${'x'.repeat(8 * 1024 * 1024)}` },
  'hangs up at SELECT': { greet: hello, answer: except(/^EXAMINE/, () => null) },
  'has a literal of 2 GiB': {
    greet: hello,
    answer: except(/^UID SEARCH/, () => '* SEARCH {2147483648}\r\n'),
  },
  'has a line without end': {
    greet: hello,
    answer: except(/^UID SEARCH/, (_tag, _command, socket) => pour(socket, '1')),
  },
  'has numbers without end': {
    greet: hello,
    answer: except(/^UID SEARCH/, (_tag, _command, socket) => {
      socket.write('* SEARCH')
      return pour(socket, ' 1')
    }),
  },
  'talks without end': {
    greet: hello,
    answer: except(/^UID SEARCH/, (_tag, _command, socket) => pour(socket, '* OK still here\r\n')),
  },
  'answers other questions': {
    greet: hello,
    answer: (_tag, command) => plainAnswers('ZZ99', command),
  },
  'lies about the size': {
    greet: hello,
    answer: (tag, command, socket) => {
      if (/FETCH.*HEADER/.test(command))
        return `* 1 FETCH (${head} RFC822.SIZE 100 ${noHeaders})\r\n${tag} OK done\r\n`
      if (/^UID FETCH/.test(command)) {
        socket.write(`* 1 FETCH (UID 1 BODY[]<0> {${600 * 1024 * 1024}}\r\n`)
        return pour(socket, 'x')
      }
      return oneMail(tag, command, socket)
    },
  },
  'counts backwards': {
    greet: hello,
    answer: except(/^UID SEARCH/, (tag) => {
      countdown -= 1
      return `* SEARCH ${countdown}\r\n${tag} OK done\r\n`
    }),
  },
  'has no UIDVALIDITY': {
    greet: hello,
    answer: except(/^EXAMINE/, (tag) => `* 0 EXISTS\r\n${tag} OK [READ-ONLY] done\r\n`),
  },
  'cries wolf': {
    greet: hello,
    answer: except(/^IDLE/, (_tag, _command, socket) => {
      socket.write('+ idling\r\n')
      let count = 0
      const timer = setInterval(() => {
        count = (count + 1) % 1_000
        socket.write(`* ${count} EXISTS\r\n`)
      }, 2)
      socket.once('close', () => clearInterval(timer))
      return ''
    }),
  },
}

/** All of them, each on a port of its own. */
export async function startHostileServers(): Promise<(ScriptedImap & { name: string })[]> {
  const servers: (ScriptedImap & { name: string })[] = []
  for (const [name, script] of Object.entries(hostileScripts))
    servers.push({ name, ...(await startScriptedImap(script)) })
  return servers
}
