import type { Instrumentation } from 'next'

/**
 * Once, when the web process starts. Next compiles this file for its edge runtime too, which we do not use:
 * NEXT_RUNTIME is not read from the environment but put in by the compiler, which then drops the branch.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') (await import('./app/_entrance/start-web')).startWeb()
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME === 'nodejs')
    (await import('./app/_entrance/start-web')).logRequestError(error, request, context)
}
