import { once } from 'node:events'
import net from 'node:net'

/**
 * Sends mails by SMTP over so many connections at once, each mail by whichever is free, as a busy neighbour does.
 * Written for this alone: a library that looks at every byte would take the processor from what is measured.
 *
 * @param {number} port
 * @param {{ bytes: Buffer, from: string, to: string }[]} mails lines end with CR LF
 * @param {number} connections
 */
export async function sendMails(port, mails, connections) {
  const waiting = mails.map((mail) => ({ ...mail, bytes: dotStuffed(mail.bytes) })).reverse()
  const lane = async () => {
    const connection = await connectTo(port)
    for (let mail = waiting.pop(); mail; mail = waiting.pop()) await connection.send(mail)
    await connection.quit()
  }
  await Promise.all(Array.from({ length: connections }, lane))
}

async function connectTo(port) {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
  const replies = readReplies(socket)
  const expect = async (code) => {
    const reply = await replies.next()
    if (!reply.startsWith(code)) throw new Error(`the receiver answered ${reply}`)
  }
  const say = async (line, code) => {
    socket.write(`${line}\r\n`)
    await expect(code)
  }
  await once(socket, 'connect')
  await expect('220')
  await say('EHLO bench.example', '250')
  return {
    async send({ bytes, from, to }) {
      await say(`MAIL FROM:<${from}>`, '250')
      await say(`RCPT TO:<${to}>`, '250')
      await say('DATA', '354')
      socket.write(bytes)
      await say('.', '250')
    },
    async quit() {
      await say('QUIT', '221')
      socket.destroy()
    },
  }
}

/** Replies one by one; of a reply with several lines the last (RFC 5321, 4.2.1). */
function readReplies(socket) {
  const ready = []
  const waiting = []
  let text = ''
  const settle = (value) => (waiting.length > 0 ? waiting.shift().resolve(value) : ready.push(value))
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const lines = text.split('\r\n')
    text = lines.pop()
    for (const line of lines) if (line[3] !== '-') settle(line)
  })
  const fail = (error) => {
    for (const one of waiting.splice(0)) one.reject(error ?? new Error('the receiver closed the connection'))
  }
  socket.on('error', fail)
  socket.on('close', () => fail())
  return {
    next: () =>
      ready.length > 0
        ? Promise.resolve(ready.shift())
        : new Promise((resolve, reject) => waiting.push({ resolve, reject })),
  }
}

/** RFC 5321, 4.5.2. */
function dotStuffed(bytes) {
  const pieces = []
  let from = 0
  for (let at = bytes.indexOf('\r\n.'); at !== -1; at = bytes.indexOf('\r\n.', from)) {
    pieces.push(bytes.subarray(from, at + 2), Buffer.from('.'))
    from = at + 2
  }
  return Buffer.concat([...pieces, bytes.subarray(from)])
}
