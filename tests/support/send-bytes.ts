import { SmtpDialogue } from './smtp-dialogue'

/** As the library would send it, but byte for byte: bare CR, bare LF and NUL reach the server as they are. */
export async function sendBytes(
  port: number,
  mail: { from: string; to: string; bytes: Buffer; declaredSize?: number },
  timeoutMs = 60_000,
): Promise<string> {
  const dialogue = await SmtpDialogue.ready(port)
  try {
    const size = mail.declaredSize === undefined ? '' : ` SIZE=${mail.declaredSize}`
    const begun = await dialogue.say(`MAIL FROM:<${mail.from}>${size}`)
    if (!begun.startsWith('250')) return begun
    await dialogue.expect(`RCPT TO:<${mail.to}>`, '250')
    await dialogue.expect('DATA', '354')
    for (const chunk of dotStuffed(mail.bytes)) dialogue.write(chunk)
    dialogue.write('.\r\n')
    return await dialogue.reply(timeoutMs)
  } finally {
    dialogue.hangUp()
  }
}

/** RFC 5321, 4.5.2: a line that begins with a dot gets another one. Lines end in CR LF and nothing else. */
function* dotStuffed(bytes: Buffer): Iterable<Buffer> {
  if (bytes.length > 0 && bytes.subarray(-2).toString('latin1') !== '\r\n') {
    throw new Error('a mail on the wire ends in CR LF')
  }
  let from = 0
  if (bytes[0] === 46) yield Buffer.from('.')
  for (let at = bytes.indexOf('\r\n.'); at >= 0; at = bytes.indexOf('\r\n.', at + 2)) {
    yield bytes.subarray(from, at + 2)
    yield Buffer.from('.')
    from = at + 2
  }
  yield bytes.subarray(from)
}
