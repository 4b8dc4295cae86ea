import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'
import { standingHeaders } from './app/_entrance/standing-headers'

/**
 * Reads no environment: one build runs anywhere. What depends on the environment (content security policy, strict
 * transport) is set by proxy.ts.
 */
const config: NextConfig = {
  poweredByHeader: false,
  // `npm run check` checks the types of everything, tests too; whoever only starts the product need not wait for it.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  agentRules: false,
  images: { unoptimized: true },
  // The root of the repository, whatever lock files lie in the folders above it.
  turbopack: { root: import.meta.dirname },
  experimental: {
    // The longest text of a reply, in UTF-8, with room for its envelope.
    serverActions: { bodySizeLimit: '3mb' },
  },
  headers: async () => [
    {
      source: '/:path*',
      headers: Object.entries(standingHeaders).map(([key, value]) => ({ key, value })),
    },
  ],
}

export default createNextIntlPlugin({
  requestConfig: './i18n/request.ts',
  experimental: {
    // Texts are parsed by the build: pages would do it anew at every request.
    messages: { path: './messages', locales: 'infer', format: 'json', precompile: true },
  },
})(config)
