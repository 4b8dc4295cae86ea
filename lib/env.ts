import { createHmac } from 'node:crypto'
import { z } from 'zod'

/**
 * The only reader of the process's environment. Parsed on first use, so that a build needs none of it;
 * `instrumentation.ts` and everything in `bin` use it at once, so that a wrong value stops the start.
 */
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('0')
  .transform((value) => value === '1' || value === 'true')
const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback)
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

const hostWithPort = (fallback: string) =>
  z
    .string()
    .regex(/^[^\s:]+:\d{1,5}$/, 'is no host:port')
    .default(fallback)

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  POSTINO_DEMO: flag,
  BASE_URL: z.url().default('http://localhost:3000'),
  PORT: port(3000),
  /** How many proxies of our own stand before the web process: that many X-Forwarded-For entries are believed. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  /** Bytes or words, 32 characters or more: signs tokens, seals secrets, names the role passwords. */
  POSTINO_SECRET: z.string().min(32),
  /** Earlier secrets, by commas: answers to mails sent under them still find their ticket. */
  POSTINO_OLD_SECRETS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter((secret) => secret !== '')),
  /** The owner's connection: used by migrations, and to derive the three others when they are not given. */
  DATABASE_URL: optional,
  DATABASE_APP_URL: optional,
  DATABASE_SYSTEM_URL: optional,
  DATABASE_EXECUTOR_URL: optional,
  /** Without a pooler in between, for LISTEN. */
  DATABASE_DIRECT_URL: optional,
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),
  /** `disk:<folder>` or `s3://<key>:<secret>@<host>/<bucket>?region=…&tls=…`. */
  BLOBS: z.string().default('disk:.data/blobs'),
  SMTP_HOST: z.string().default('0.0.0.0'),
  SMTP_PORT: port(2525),
  SMTP_TLS_CERT: optional,
  SMTP_TLS_KEY: optional,
  /** The domain of the creation addresses. */
  INBOUND_DOMAIN: z.string().default('in.postino.localhost'),
  /** `smtp://user:password@host:port`: the operator's own way out. Without it, mail stays pending and says so. */
  MAIL_OUT_URL: optional,
  /** As MAIL_OUT_URL, for what the system itself tells administrators: better not the server that may be broken. */
  SYSTEM_MAIL_URL: optional,
  /** Who those mails are from; without it `postino@` and MAIL_HOSTNAME. */
  SYSTEM_MAIL_FROM: z.union([z.literal(''), z.email()]).optional(),
  /** Host name used in Message-IDs and on the EHLO line. */
  MAIL_HOSTNAME: z.string().default('postino.localhost'),
  POSTOFFICE_DIR: z.string().default('.data/postoffice'),
  POSTOFFICE_PORT: port(2526),
  INNGEST_MODE: z.enum(['embedded', 'server']).default('embedded'),
  INNGEST_BASE_URL: optional,
  INNGEST_EVENT_KEY: optional,
  INNGEST_SIGNING_KEY: optional,
  /** Where the worker serves its functions to an Inngest server. */
  INNGEST_SERVE_ORIGIN: optional,
  WORKER_PORT: port(3100),
  /** Hosts inside that tenants may name, as CIDR:port by commas: `10.1.0.0/16:993,[fd00::/8]:465`. */
  EGRESS_ALLOW: z.string().default(''),
  /** Domains of forwarders whose ARC seal is believed: they found the sender in order before they changed the mail. */
  ARC_SEALERS: z
    .string()
    .default('google.com,microsoft.com')
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((word) => word !== ''),
    ),
  /** What one sender sends beyond that opens its tickets later. */
  TICKETS_PER_SENDER_AND_HOUR: z.coerce.number().int().min(1).max(100_000).default(200),
  /** Tenants may not give up TLS, the check of certificates or the login. */
  FORBID_WEAK_ENCRYPTION: flag,
  /** A file of mode 600 with the keys that seal tenants' passwords; without it they derive from POSTINO_SECRET. */
  KEY_FILE: optional,
  /** The app by which mailboxes are connected, and where its provider answers if not at the usual addresses. */
  MAIL_GOOGLE_CLIENT_ID: optional,
  MAIL_GOOGLE_CLIENT_SECRET: optional,
  MAIL_GOOGLE_AUTHORIZE_URL: z.url().default('https://accounts.google.com/o/oauth2/v2/auth'),
  MAIL_GOOGLE_TOKEN_URL: z.url().default('https://oauth2.googleapis.com/token'),
  MAIL_GOOGLE_ISSUER: z.string().default('https://accounts.google.com'),
  MAIL_GOOGLE_IMAP: hostWithPort('imap.gmail.com:993'),
  MAIL_GOOGLE_SMTP: hostWithPort('smtp.gmail.com:465'),
  MAIL_MICROSOFT_CLIENT_ID: optional,
  MAIL_MICROSOFT_CLIENT_SECRET: optional,
  MAIL_MICROSOFT_AUTHORIZE_URL: z
    .url()
    .default('https://login.microsoftonline.com/common/oauth2/v2.0/authorize'),
  MAIL_MICROSOFT_TOKEN_URL: z.url().default('https://login.microsoftonline.com/common/oauth2/v2.0/token'),
  MAIL_MICROSOFT_ISSUER: z.string().default('https://login.microsoftonline.com/common/v2.0'),
  MAIL_MICROSOFT_IMAP: hostWithPort('outlook.office365.com:993'),
  MAIL_MICROSOFT_SMTP: hostWithPort('smtp.office365.com:587'),
  /** Signing in with an account elsewhere, and where that provider answers if not at the usual address. */
  GOOGLE_CLIENT_ID: optional,
  GOOGLE_CLIENT_SECRET: optional,
  GOOGLE_ISSUER: z.url().default('https://accounts.google.com'),
  MICROSOFT_CLIENT_ID: optional,
  MICROSOFT_CLIENT_SECRET: optional,
  MICROSOFT_ISSUER: z.url().default('https://login.microsoftonline.com/common/v2.0'),
  /** Mail that Resend receives for us: the key that fetches it, and the secret that signs its webhook. */
  RESEND_API_KEY: optional,
  RESEND_WEBHOOK_SECRET: optional,
  RESEND_BASE_URL: z.url().default('https://api.resend.com'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

const groups: (keyof z.infer<typeof schema>)[][] = [
  ['SMTP_TLS_CERT', 'SMTP_TLS_KEY'],
  ['RESEND_API_KEY', 'RESEND_WEBHOOK_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['MAIL_GOOGLE_CLIENT_ID', 'MAIL_GOOGLE_CLIENT_SECRET'],
  ['MAIL_MICROSOFT_CLIENT_ID', 'MAIL_MICROSOFT_CLIENT_SECRET'],
  ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
]

export type Env = z.infer<typeof schema>
export type DatabaseRole = 'app' | 'system' | 'executor'

let parsed: Env | undefined

/** The environment, parsed once. @throws Error naming every variable that is wrong or missing. */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source)
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not usable:\n${lines.join('\n')}`)
  }
  const env = result.data
  for (const group of groups) {
    const given = group.filter((name) => env[name] !== undefined)
    if (given.length > 0 && given.length < group.length)
      throw new Error(`Set all of ${group.join(', ')} or none.`)
  }
  if (
    env.INNGEST_MODE === 'server' &&
    !(env.INNGEST_BASE_URL && env.INNGEST_EVENT_KEY && env.INNGEST_SIGNING_KEY && env.INNGEST_SERVE_ORIGIN)
  ) {
    throw new Error(
      'INNGEST_MODE=server needs INNGEST_BASE_URL, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY and INNGEST_SERVE_ORIGIN.',
    )
  }
  if (env.POSTINO_DEMO && !isLoopbackUrl(env.BASE_URL)) {
    throw new Error('POSTINO_DEMO=1 is for this machine alone: BASE_URL must be a loopback address.')
  }
  return env
}

/**
 * next-auth takes its own address from this variable, and from request headers when it is missing: BASE_URL is
 * the only base there is.
 */
export function pinNextAuthUrl(): void {
  process.env.NEXTAUTH_URL = getEnv().BASE_URL
}

/** The connection string of one of the run-time roles: as given, or the owner's with that role's name and password. */
export function databaseUrl(env: Env, role: DatabaseRole): string {
  const given = {
    app: env.DATABASE_APP_URL,
    system: env.DATABASE_SYSTEM_URL,
    executor: env.DATABASE_EXECUTOR_URL,
  }[role]
  if (given) return given
  if (!env.DATABASE_URL) throw new Error('DATABASE_URL is not set.')
  const url = new URL(env.DATABASE_URL)
  url.username = `postino_${role}`
  url.password = databaseRolePassword(env.POSTINO_SECRET, role)
  return url.toString()
}

/** The password that bin/migrate gives to a run-time role. */
export const databaseRolePassword = (secret: string, role: DatabaseRole): string =>
  createHmac('sha256', secret).update(`database role ${role}`).digest('base64url')

export function isLoopbackUrl(text: string): boolean {
  const host = new URL(text).hostname
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(host)
  )
}
