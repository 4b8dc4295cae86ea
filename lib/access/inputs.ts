import { z } from 'zod'
import { identityProviders } from './identity-providers'

/** What may be asked about people and their sign-ins. Strict, like every input. */
export const SessionId = z.uuid().brand('SessionId')

export const NoInput = z.strictObject({})

export const RevokeSessionInput = z.strictObject({ sessionId: SessionId })
export type RevokeSessionInput = z.infer<typeof RevokeSessionInput>

export const ConfirmPasswordInput = z.strictObject({ password: z.string().min(1).max(1_024) })
export type ConfirmPasswordInput = z.infer<typeof ConfirmPasswordInput>

/** Length is what counts, and no rule about characters (NIST SP 800-63B, 3.1.1.2). */
export const minPasswordLength = 12

export const SetPasswordInput = z.strictObject({ password: z.string().min(minPasswordLength).max(1_024) })
export type SetPasswordInput = z.infer<typeof SetPasswordInput>

export const StartLinkingInput = z.strictObject({ provider: z.enum(identityProviders) })
export type StartLinkingInput = z.infer<typeof StartLinkingInput>

export const IdentityId = z.uuid().brand('IdentityId')

export const UnlinkIdentityInput = z.strictObject({ identityId: IdentityId })
export type UnlinkIdentityInput = z.infer<typeof UnlinkIdentityInput>

/** Longer passwords than anybody types would only make us hash for longer. */
export const PasswordSignIn = z.object({
  email: z
    .string()
    .trim()
    .min(3)
    .max(254)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  password: z.string().min(1).max(1_024),
})
