import type { Instrumentation } from 'next'

/** Once, when the web process starts: a wrong environment stops it here, before the first request. */
export async function register(): Promise<void> {
  const { getEnv } = await import('./lib/env')
  const { believeSocketAddress } = await import('./app/_entrance/believe-socket-address')
  believeSocketAddress(getEnv().TRUSTED_PROXY_HOPS)
}

/** What escaped a page or an action. The digest is what the person sees; no query is written down. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  const { log } = await import('./lib/log')
  const digest = error instanceof Error && 'digest' in error ? error.digest : undefined
  const { method, path } = request
  log().error(
    {
      err: error,
      digest,
      method,
      path: path.split('?')[0],
      route: context.routePath,
      kind: context.routeType,
    },
    'request failed',
  )
}
