import { z } from 'zod'
import { mailProviders } from './types'

export const OAuthRequestId = z.uuid().brand('OAuthRequestId')
const provider = z.enum(mailProviders)

export const StartOAuthInput = z.strictObject({
  provider,
  address: z.string().trim().max(254),
  /** The address is the one that an agent signs in with, and shall be used all the same. */
  isPersonalConfirmed: z.boolean().default(false),
})
export type StartOAuthInput = z.infer<typeof StartOAuthInput>

/** What a provider sends a browser back with (RFC 6749, 4.1.2; `iss` from RFC 9207). */
export const OAuthAnswerInput = z.strictObject({
  provider,
  state: z.string().min(1).max(200),
  code: z.string().min(1).max(4_000).optional(),
  error: z.string().max(200).optional(),
  iss: z.string().max(500).optional(),
})
export type OAuthAnswerInput = z.infer<typeof OAuthAnswerInput>

export const GetOAuthRequestInput = z.strictObject({ oauthRequestId: OAuthRequestId })
export type GetOAuthRequestInput = z.infer<typeof GetOAuthRequestInput>
