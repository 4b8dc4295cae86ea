/**
 * Scripts run by nonce only. Styles in attributes are allowed, because React writes measured sizes there; `img-src`
 * keeps remote pictures of mails out whatever the mail's frame asks for, since a srcdoc frame inherits this.
 */
export function pagePolicy(nonce: string, served: { isDevelopment: boolean; isHttps: boolean }): string {
  const { isDevelopment, isHttps } = served
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    isDevelopment ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}
