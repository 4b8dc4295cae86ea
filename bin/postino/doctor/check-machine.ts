import { once } from 'node:events'
import { statfs } from 'node:fs/promises'
import { connect } from 'node:net'
import { createBlobStore } from '@/lib/adapters/blobs/create-blob-store'
import type { Env } from '@/lib/env'
import { readHealth } from '@/lib/health/read-health'
import { countLostMails } from '@/lib/inbound/count-lost-mails'
import { type Finding, fail, messageOf, ok, warn } from './check'

const timeoutMs = 5_000
const megabyte = 1024 * 1024
const enoughMb = 2_000
const leastMb = 200

/** Writes, reads and removes. */
export async function checkBlobs(env: Env): Promise<Finding> {
  const name = 'mails and files'
  const where = env.BLOBS.replace(/\/\/[^@]*@/, '//')
  try {
    if (await createBlobStore(env.BLOBS).isHealthy()) return ok(name, where)
    return fail(name, `${where} takes nothing`, 'Check that the folder or bucket of BLOBS can be written.')
  } catch (error) {
    return fail(name, messageOf(error), 'Check BLOBS.')
  }
}

export async function checkDisk(env: Env): Promise<Finding> {
  const name = 'room on disk'
  const folder = env.BLOBS.startsWith('disk:') ? env.BLOBS.slice('disk:'.length) : '.'
  try {
    const { bavail, bsize } = await statfs(folder)
    const freeMb = Math.round((bavail * bsize) / megabyte)
    const detail = `${freeMb} MB free under ${folder}`
    if (freeMb < leastMb) return fail(name, detail, 'Make room: mail is about to be put off.')
    return freeMb < enoughMb ? warn(name, detail, 'Make room soon.') : ok(name, detail)
  } catch (error) {
    return warn(name, messageOf(error), 'The folder is made with the first mail.')
  }
}

/** Is there somebody who takes mail, and does he greet? */
export async function checkReceiver(env: Env): Promise<Finding> {
  const name = 'incoming mail'
  const host = env.SMTP_HOST === '0.0.0.0' ? '127.0.0.1' : env.SMTP_HOST === '::' ? '::1' : env.SMTP_HOST
  const where = `${host}:${env.SMTP_PORT}`
  const socket = connect({ host, port: env.SMTP_PORT })
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no greeting in time')))
  try {
    const [greeting] = await once(socket, 'data')
    const text = String(greeting).trim()
    return text.startsWith('220')
      ? ok(name, `${where} greets`)
      : fail(name, `${where} says ${text.slice(0, 80)}`, 'Another program listens on SMTP_PORT.')
  } catch (error) {
    return fail(name, `${where}: ${messageOf(error)}`, 'Start a worker, or free SMTP_PORT for it.')
  } finally {
    socket.destroy()
  }
}

export async function checkWorkers(): Promise<Finding> {
  const name = 'workers'
  try {
    const down = await readHealth()
    if (down.length === 0) return ok(name, 'every part is well in a living worker')
    return fail(name, `down: ${down.join(', ')}`, 'Start a worker: npm run up, or node dist/worker.js.')
  } catch (error) {
    return fail(name, messageOf(error), 'See the database above.')
  }
}

/** Mails that a provider announced and that never came: somebody should look there. */
export async function checkAnnounced(env: Env): Promise<Finding> {
  const name = 'announced mail'
  if (!env.RESEND_API_KEY) return ok(name, 'no provider announces mail')
  try {
    const lost = await countLostMails()
    if (lost === 0) return ok(name, 'all of the last week came')
    const remedy = 'Look for it at Resend, and check RESEND_API_KEY: the audit trail names each.'
    return fail(name, `${lost} never came in the last week`, remedy)
  } catch (error) {
    return fail(name, messageOf(error), 'See the database above.')
  }
}

export function checkWayOut(env: Env): Finding {
  const name = 'outgoing mail'
  if (env.MAIL_OUT_URL) return ok(name, new URL(env.MAIL_OUT_URL).host)
  if (env.POSTINO_DEMO) return ok(name, 'to the demo’s post office')
  return warn(name, 'no way out: replies stay pending', 'Set MAIL_OUT_URL.')
}
