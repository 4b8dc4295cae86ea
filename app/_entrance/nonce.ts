/** The nonce that proxy.ts put into this request's content security policy. */
export const nonceOf = (headers: { get(name: string): string | null }): string | undefined =>
  /'nonce-([A-Za-z0-9+/=]+)'/.exec(headers.get('content-security-policy') ?? '')?.[1]
