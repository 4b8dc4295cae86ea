/** Why a sign-in did not happen: the words that may stand in `/sign-in?error=…`, each with its text in messages. */
export const signInErrors = ['wrong', 'rate_limited', 'unknown_identity', 'provider', 'unavailable'] as const
export type SignInError = (typeof signInErrors)[number]

/** next-auth has its own codes for what happens inside it; whoever writes another into the URL gets the general one. */
export function toSignInError(code: string): SignInError {
  const known = signInErrors.find((error) => error === code)
  if (known) return known
  if (code === 'CredentialsSignin') return 'wrong'
  return /^(?:OAuth|Callback|AccessDenied)/.test(code) ? 'provider' : 'unavailable'
}
