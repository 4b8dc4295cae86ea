import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An identity provider as a mail provider runs one: consent, codes with PKCE, refresh tokens that change with each use. */
export interface IdentityProvider {
  issuer: string
  port: number
  /** What MAIL_GOOGLE_* and MAIL_MICROSOFT_* are set to. */
  env: Record<string, string>
  /** Where a mail server asks whose token it was given. */
  introspectionUrl: string
  /** Requests to the token endpoint, by grant. */
  tokenRequests: string[]
  /** Awaited when a refresh is done here and its answer not sent yet. */
  beforeRefreshAnswer: () => Promise<void>
  /** Whoever consented takes it back: tokens are refreshed no more. */
  endConsents(): Promise<void>
  /** Goes where a browser is sent, signs in as whom it is asked to (or another), consents, tells where it is sent back to. */
  consent(url: string, as?: string): Promise<URL>
  close(): Promise<void>
}

const introspectionPath = '/token-for-mail'

/** For signing in: what the ID token says besides `sub`, and who is at the browser. */
export interface SignInClient {
  redirectUris: string[]
  account: () => { sub: string } & Record<string, unknown>
}

export interface ProviderHabits {
  /** As Microsoft: a refresh token stays good when it was used. Else one is good once, and used again ends the consent. */
  isReuseTaken?: boolean
}

export async function startIdentityProvider(
  redirectUris: string[],
  signIn: SignInClient | null = null,
  { isReuseTaken = false }: ProviderHabits = {},
): Promise<IdentityProvider> {
  const server: Server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'postino',
        client_secret: 'secret of the mail app',
        redirect_uris: redirectUris,
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'client_secret_post',
      },
      ...(signIn ? [signInClient(signIn)] : []),
    ],
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['tid', 'preferred_username'],
    },
    // Real providers put the address into the ID token.
    conformIdTokenClaims: false,
    scopes: [
      'offline_access',
      'https://mail.google.com/',
      'https://outlook.office.com/IMAP.AccessAsUser.All',
      'https://outlook.office.com/SMTP.Send',
    ],
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    // Providers know prompts of their own.
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    findAccount: async (_context, id) => ({
      accountId: id,
      claims: async () => ({ ...(signIn?.account() ?? { email: id, preferred_username: id }), sub: id }),
    }),
    ttl: { AccessToken: 60, RefreshToken: 3_600, Grant: 3_600, Interaction: 600, Session: 600 },
    cookies: { keys: ['for tests'] },
  })
  const tokenRequests: string[] = []
  const grants: string[] = []
  provider.on('grant.success', (context) => tokenRequests.push(String(context.oidc.params?.grant_type)))
  provider.on('grant.error', (context) => tokenRequests.push(`refused ${context.oidc.params?.grant_type}`))
  if (isReuseTaken) provider.RefreshToken.prototype.consume = async () => {}
  provider.use(async (context, next) => {
    await next()
    if (context.oidc?.params?.grant_type === 'refresh_token' && context.status === 200)
      await running.beforeRefreshAnswer()
  })
  const handle = provider.callback()
  server.on('request', async (request, response) => {
    if (request.url === introspectionPath) {
      const token = new URLSearchParams(await readText(request)).get('token') ?? ''
      const known = await provider.AccessToken.find(token)
      response.setHeader('Content-Type', 'application/json')
      response.end(JSON.stringify({ active: String(known !== undefined), username: known?.accountId }))
      return
    }
    if (!request.url?.startsWith('/interaction/')) return handle(request, response)
    const { prompt, params, grantId } = await provider.interactionDetails(request, response)
    // Whoever the browser is said to be, it is.
    const accountId = String(params.login_hint ?? signIn?.account().sub ?? 'someone')
    if (prompt.name === 'login')
      return provider.interactionFinished(request, response, { login: { accountId } })
    const known = grantId ? await provider.Grant.find(grantId) : undefined
    const grant = known ?? new provider.Grant({ accountId, clientId: String(params.client_id) })
    grant.addOIDCScope(String(params.scope))
    const consent = { grantId: await grant.save() }
    grants.push(consent.grantId)
    return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true })
  })
  const app = {
    CLIENT_ID: 'postino',
    CLIENT_SECRET: 'secret of the mail app',
    AUTHORIZE_URL: `${issuer}/auth`,
    TOKEN_URL: `${issuer}/token`,
    ISSUER: issuer,
  }
  const running: IdentityProvider = {
    issuer,
    port,
    introspectionUrl: `${issuer}${introspectionPath}`,
    tokenRequests,
    beforeRefreshAnswer: async () => {},
    env: Object.fromEntries(
      ['GOOGLE', 'MICROSOFT'].flatMap((name) =>
        Object.entries(app).map(([key, value]) => [`MAIL_${name}_${key}`, value]),
      ),
    ),
    endConsents: async () => {
      for (const id of grants.splice(0)) await (await provider.Grant.find(id))?.destroy()
    },
    consent: (url, as) => followToReturn(url, issuer, as),
    close: async () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return running
}

const signInClient = ({ redirectUris }: SignInClient) => ({
  client_id: 'postino-sign-in',
  client_secret: 'secret of the sign-in app',
  redirect_uris: redirectUris,
  grant_types: ['authorization_code' as const, 'refresh_token' as const],
  response_types: ['code' as const],
})

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function followToReturn(start: string, issuer: string, as?: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = new URL(start)
  // Prompts that only the real providers know are an error here.
  url.searchParams.delete('prompt')
  if (as !== undefined) url.searchParams.set('login_hint', as)
  for (let hop = 0; hop < 12; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (!location)
      throw new Error(`no way on from ${url.pathname}: ${response.status} ${await response.text()}`)
    url = new URL(location, url)
    if (url.origin !== issuer) return url
  }
  throw new Error('too many hops')
}
