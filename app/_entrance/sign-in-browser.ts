'use client'

import { signIn } from 'next-auth/react'
import { type SignInError, toSignInError } from './sign-in-errors'

/** The browser's half of signing in. @returns null when it worked, else why not */
export async function signInWithPassword(email: string, password: string): Promise<SignInError | null> {
  try {
    // Its default way back is this page's address, and an `error` in that would be taken for the answer.
    const answer = await signIn('credentials', { email, password, redirect: false, callbackUrl: '/' })
    if (answer === undefined) return 'unavailable'
    return answer.error ? toSignInError(answer.error) : null
  } catch {
    // No answer at all, or one that is no JSON: the network, or a proxy in between.
    return 'unavailable'
  }
}

/** Leaves for the provider's page; comes back to `returnPath`. */
export async function signInWithProvider(provider: string, returnPath: string): Promise<void> {
  await signIn(provider, { callbackUrl: returnPath })
}

/** The same way, to link what is proved there to the person who is signed in here. */
export async function linkWithProvider(
  provider: string,
  linkId: string,
  settingsPath: string,
): Promise<void> {
  await signIn(provider, { callbackUrl: `${settingsPath}?linking=failed`, link: linkId })
}
