import { createSmtpSender } from '@/lib/adapters/smtp-out/create-smtp-sender'
import { getEnv } from '@/lib/env'
import { parseAddress } from '@/lib/mail/address'
import { scanMinimalHeaders } from '@/lib/mail/header-scan'
import { type Command, printJson, printLine, requireOption, textOption, UsageError } from './command'
import { readBytes } from './read-bytes'

export const deliverCommand: Command = {
  help: `
Usage: postino deliver FILE --to ADDRESS [--from ADDRESS]

Hands a mail (stdin for -) to this installation's own SMTP receiver, SMTP_HOST:SMTP_PORT. --from is the envelope's
sender: the address in From unless it is given, "<>" for what nobody answers, as bounces are. Says what the receiver
answered; exit code 1 when it did not take the mail.

  --json                         the evidence as one JSON object`,
  options: { to: { type: 'string' }, from: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals: [file] }) => {
    if (file === undefined) throw new UsageError('Which mail? postino deliver FILE --to ADDRESS')
    const to = requireAddress(requireOption(values, 'to'))
    const bytes = withCrLf(await readBytes(file))
    const { SMTP_HOST, SMTP_PORT, MAIL_HOSTNAME } = getEnv()
    const sender = createSmtpSender({
      url: `smtp://${reachable(SMTP_HOST)}:${SMTP_PORT}?tls=none`,
      hostname: MAIL_HOSTNAME,
    })
    const evidence = await sender.send({
      envelopeFrom: envelopeFrom(textOption(values, 'from'), bytes),
      recipients: [to],
      bytes,
    })
    await sender.close()
    const isTaken = evidence.responseCode !== null && evidence.responseCode < 300
    if (values.json) printJson(evidence)
    else
      printLine(
        isTaken ? `taken: ${evidence.response}` : `not taken (${evidence.outcome}): ${evidence.response}`,
      )
    return isTaken ? 0 : 1
  },
}

function envelopeFrom(given: string | undefined, bytes: Uint8Array): string {
  if (given === undefined) return scanMinimalHeaders(bytes).from?.address ?? ''
  return given === '<>' ? '' : requireAddress(given)
}

function requireAddress(text: string): string {
  const parsed = parseAddress(text)
  if (!parsed) throw new UsageError(`"${text}" is no mail address.`)
  return parsed.address
}

/** What listens on every address is reached on this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** Files have the line ends of their system; SMTP has one (RFC 5321 section 2.3.8). */
function withCrLf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1')
  return Buffer.from(text.replace(/\r\n|\r|\n/g, '\r\n'), 'latin1')
}
