import SMTPConnection from 'nodemailer/lib/smtp-connection'

export interface RawMail {
  from: string
  to: string[]
  bytes: Uint8Array
}

/** A client that hands over bytes as they are, one connection a mail, and answers with the server's last word. */
export function sendRaw(port: number, mail: RawMail, timeoutMs = 30_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const connection = new SMTPConnection({
      host: '127.0.0.1',
      port,
      ignoreTLS: true,
      name: 'client.example',
      socketTimeout: timeoutMs,
    })
    const fail = (error: Error) => {
      connection.close()
      reject(error)
    }
    connection.on('error', fail)
    connection.connect((error) => {
      if (error) return fail(error)
      connection.send(
        { from: mail.from === '' ? false : mail.from, to: mail.to },
        Buffer.from(mail.bytes),
        (refusal, info) => {
          if (refusal) return fail(refusal)
          connection.quit()
          resolve(info?.response ?? '')
        },
      )
    })
  })
}

/** As a sender's queue does: again and again until the server says 250 or says no for good. */
export async function sendUntilTaken(port: number, mail: RawMail, giveUpAfterMs = 200_000): Promise<void> {
  const end = Date.now() + giveUpAfterMs
  for (;;) {
    try {
      await sendRaw(port, mail)
      return
    } catch (error) {
      const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0
      if (code >= 500 || Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
