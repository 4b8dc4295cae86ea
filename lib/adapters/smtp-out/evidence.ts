import { loginTrouble } from '@/lib/channels/rules'
import type { ChannelTrouble } from '@/lib/channels/types'
import type { SendEvidence } from '@/lib/outbound/types'
import type { Transcript } from './transcript'

/** What the library calls an error, in the parts that tell one from another. */
export type Failure = Error & {
  code?: string | undefined
  originalCode?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
}

/** By code only. What TLS found wrong with a certificate has Node's own codes. */
export function setupTrouble(error: Failure): ChannelTrouble {
  if (isCertificateCode(error.originalCode ?? error.code)) return 'certificate'
  if (error.code === 'ETLS') return 'encryption_missing'
  const code = refusalCode(error)
  return code === null ? 'server_unavailable' : loginTrouble(code, error.response ?? '')
}

const isCertificateCode = (code: string | undefined): boolean =>
  code !== undefined &&
  (/CERT|^SELF_SIGNED|^UNABLE_TO_VERIFY/.test(code) || code === 'ERR_TLS_CERT_ALTNAME_INVALID')

export function setupEvidence(error: Failure): SendEvidence {
  const responseCode = refusalCode(error)
  const isLate = error.code === 'ETIMEDOUT'
  return {
    outcome: responseCode === null ? (isLate ? 'timed-out' : 'no-connection') : 'answered',
    responseCode,
    response: error.response ?? error.message,
    command: 'CONN',
    sawDataGo: false,
    perRecipient: [],
    providerMessageId: null,
  }
}

/** Only a reply that says no is an answer. Anything else after 354 leaves open who has the mail. */
export function failureEvidence(error: Failure, transcript: Transcript): SendEvidence {
  const code = refusalCode(error)
  if (code !== null) {
    return answered(transcript, code, error.response ?? error.message, commandOf(error, transcript))
  }
  if (error.code === 'EMESSAGE' && transcript.isSilent) {
    return answered(transcript, 552, `552 5.3.4 ${error.message}`, 'DATA')
  }
  return withoutAnswer(
    transcript,
    error.code === 'ETIMEDOUT' ? 'timed-out' : 'connection-lost',
    error.message,
  )
}

export const answered = (
  transcript: Transcript,
  responseCode: number,
  response: string,
  command: SendEvidence['command'],
): SendEvidence => ({
  outcome: 'answered',
  responseCode,
  response,
  command,
  sawDataGo: transcript.hasDataLeft,
  perRecipient: transcript.perRecipient,
  providerMessageId: null,
})

export const withoutAnswer = (
  transcript: Transcript,
  outcome: 'timed-out' | 'connection-lost',
  response: string,
): SendEvidence => ({
  outcome,
  responseCode: null,
  response,
  command: transcript.pendingCommand,
  sawDataGo: transcript.hasDataLeft,
  perRecipient: transcript.perRecipient,
  providerMessageId: null,
})

function commandOf(error: Failure, transcript: Transcript): SendEvidence['command'] {
  if (error.command === 'MAIL FROM') return 'MAIL'
  if (error.command === 'RCPT TO') return 'RCPT'
  if (error.command === 'DATA') return 'DATA'
  return transcript.lastAnsweredCommand
}

export const codeOf = (response: string): number => Number(/^\d{3}/.exec(response)?.[0] ?? 250)

export function refusalCode(error: Failure): number | null {
  const code = error.responseCode
  return code !== undefined && code >= 400 && code < 600 ? code : null
}
