import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** A client that writes exactly what a test tells it to: libraries refuse to be as rude as the world is. */
export class SmtpDialogue {
  #socket: Socket
  #received = ''
  #isEnded = false
  #wake: (() => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#listen(socket)
  }

  /** Connects and reads the greeting. */
  static async open(port: number, host = '127.0.0.1'): Promise<{ dialogue: SmtpDialogue; greeting: string }> {
    const socket = connect(port, host)
    await once(socket, 'connect')
    const dialogue = new SmtpDialogue(socket)
    return { dialogue, greeting: await dialogue.reply() }
  }

  /** Greets and, when given, names sender and recipients; every step must be accepted. */
  static async ready(port: number, from?: string, ...to: string[]): Promise<SmtpDialogue> {
    const { dialogue } = await SmtpDialogue.open(port)
    await dialogue.expect('EHLO client.example', '250')
    if (from !== undefined) await dialogue.expect(`MAIL FROM:<${from}>`, '250')
    for (const address of to) await dialogue.expect(`RCPT TO:<${address}>`, '250')
    return dialogue
  }

  write(bytes: string | Uint8Array): void {
    this.#socket.write(bytes)
  }

  /** One command, one reply (its lines joined by \n). */
  async say(command: string): Promise<string> {
    this.write(`${command}\r\n`)
    return this.reply()
  }

  async expect(command: string, code: string): Promise<string> {
    const reply = await this.say(command)
    if (!reply.startsWith(code)) throw new Error(`${command} was answered: ${reply}`)
    return reply
  }

  /** DATA, the bytes as they are, and the reply after them. */
  async data(raw: string | Uint8Array): Promise<string> {
    await this.expect('DATA', '354')
    this.write(raw)
    return this.reply()
  }

  async reply(timeoutMs = 20_000): Promise<string> {
    const end = Date.now() + timeoutMs
    for (;;) {
      const match = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n/.exec(this.#received)
      if (match) {
        this.#received = this.#received.slice(match[0].length)
        return match[0].trim().replaceAll('\r\n', '\n')
      }
      if (this.#isEnded)
        throw new Error(`the server hung up; before it said: ${JSON.stringify(this.#received)}`)
      const leftMs = end - Date.now()
      if (leftMs <= 0) throw new Error(`no reply within ${timeoutMs} ms`)
      await this.#moreOr(leftMs)
    }
  }

  /** True when the server says nothing for that long. */
  async isSilentFor(timeoutMs: number): Promise<boolean> {
    return this.reply(timeoutMs).then(
      () => false,
      (error: Error) => error.message.startsWith('no reply'),
    )
  }

  async startTls(): Promise<void> {
    await this.expect('STARTTLS', '220')
    this.#socket.removeAllListeners()
    this.#socket = connectTls({ socket: this.#socket, rejectUnauthorized: false })
    this.#listen(this.#socket)
    await once(this.#socket, 'secureConnect')
  }

  async ended(): Promise<void> {
    while (!this.#isEnded) await this.#moreOr(5_000)
  }

  hangUp(): void {
    this.#socket.destroy()
  }

  #listen(socket: Socket): void {
    socket.on('data', (chunk) => {
      this.#received += chunk.toString('utf8')
      this.#wake?.()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#isEnded = true
      this.#wake?.()
    })
  }

  async #moreOr(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#wake = undefined
  }
}
