import { createHmac, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { memoryEnvironment } from './memory.mjs'

/**
 * The environment and `.env`, with what a bare machine needs filled in. lib/env.ts describes and checks the
 * variables; here only those matter that decide what is started.
 */
export async function readSettings(rootDir, { isDev }) {
  loadEnvFile(path.join(rootDir, '.env'))
  const given = process.env
  const port = readPort('PORT', 3000)
  const isDemo = given.POSTINO_DEMO
    ? ['1', 'true'].includes(given.POSTINO_DEMO)
    : !given.DATABASE_URL && !given.MAIL_OUT_URL && !given.BASE_URL
  const secret = given.POSTINO_SECRET || (await keepSecret(path.join(rootDir, '.data/secret')))
  // With a secret of the operator's there may be other machines: a key that only this one has would not open there.
  const isOurs = !given.POSTINO_SECRET && !given.KEY_FILE
  const keyFile = isOurs ? await keepKeys(path.join(rootDir, '.data/keys')) : given.KEY_FILE
  const smtpHost = given.SMTP_HOST || (isDemo ? '127.0.0.1' : '0.0.0.0')
  const webHost = isDemo ? '127.0.0.1' : '0.0.0.0'
  const settings = {
    port,
    isDemo,
    secret,
    keyFile,
    isLoopbackOnly: isDemo,
    baseUrl: given.BASE_URL || `http://localhost:${port}`,
    databaseUrl: given.DATABASE_URL || null,
    inboundDomain: given.INBOUND_DOMAIN || 'in.postino.localhost',
    smtpHost,
    smtpPort: readPort('SMTP_PORT', 2525),
    nodeEnv: isDev ? 'development' : 'production',
  }
  settings.ports = [
    { name: 'PORT', port, host: webHost, what: 'the pages' },
    { name: 'SMTP_PORT', port: settings.smtpPort, host: smtpHost, what: 'incoming mail' },
    ...(isDemo
      ? [
          {
            name: 'POSTOFFICE_PORT',
            port: readPort('POSTOFFICE_PORT', 2526),
            host: '127.0.0.1',
            what: 'the post office',
          },
        ]
      : []),
  ]
  return settings
}

/** What web and worker see: everything given, what was found out, and the owner's connection not at all. */
export function childEnvironment(settings, ownerUrl) {
  const { DATABASE_URL: _owner, ...given } = process.env
  return {
    ...memoryEnvironment,
    ...given,
    NODE_ENV: settings.nodeEnv,
    NEXT_TELEMETRY_DISABLED: '1',
    PORT: String(settings.port),
    BASE_URL: settings.baseUrl,
    POSTINO_SECRET: settings.secret,
    ...(settings.keyFile && { KEY_FILE: settings.keyFile }),
    POSTINO_DEMO: settings.isDemo ? '1' : '0',
    SMTP_HOST: settings.smtpHost,
    SMTP_PORT: String(settings.smtpPort),
    DATABASE_APP_URL: given.DATABASE_APP_URL || roleUrl(ownerUrl, settings.secret, 'app'),
    DATABASE_SYSTEM_URL: given.DATABASE_SYSTEM_URL || roleUrl(ownerUrl, settings.secret, 'system'),
    DATABASE_EXECUTOR_URL: given.DATABASE_EXECUTOR_URL || roleUrl(ownerUrl, settings.secret, 'executor'),
  }
}

/** As lib/env.ts derives it. */
function roleUrl(ownerUrl, secret, role) {
  const url = new URL(ownerUrl)
  url.username = `postino_${role}`
  url.password = createHmac('sha256', secret).update(`database role ${role}`).digest('base64url')
  return url.toString()
}

function loadEnvFile(file) {
  try {
    process.loadEnvFile(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw new Error(`${file} cannot be read: ${error.message}`)
  }
}

function readPort(name, fallback) {
  const text = process.env[name]
  if (!text) return fallback
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`${name}=${text} is no port: give a number from 1 to 65535.`)
}

/** Made once, readable by us alone. Whoever loses it loses what it signed. */
const keepSecret = (file) => keepFile(file, randomBytes(32).toString('base64url'))

/**
 * The keys that seal tenants' passwords, one a line, in a file of their own: a secret that leaks opens nothing, and what
 * was sealed with a key that followed from it stays readable. Whoever loses the file loses what it sealed.
 */
async function keepKeys(file) {
  await keepFile(file, `up-${randomBytes(4).toString('hex')} ${randomBytes(32).toString('base64url')}\n`)
  return file
}

async function keepFile(file, fresh) {
  try {
    await writeFile(file, fresh, { flag: 'wx', mode: 0o600 })
    return fresh
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return (await readFile(file, 'utf8')).trim()
  }
}
