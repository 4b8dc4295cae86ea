import demo from '@/prisma/demo/demo.json'
import { createPostOfficeStore } from './adapters/postoffice/post-office-store'
import { sendAsCustomer } from './adapters/postoffice/send-as-customer'
import { type Env, getEnv } from './env'
import { notFound } from './errors'
import { parseMail } from './mail/parse'
import type { PostOfficePorts } from './postoffice/types'

const holder = globalThis as typeof globalThis & { postinoPostOffice?: PostOfficePorts }

/** The demo's outside world. @throws AppError `not_found` where this is no demo */
export function postOfficePorts(): PostOfficePorts {
  const env = getEnv()
  if (!env.POSTINO_DEMO) throw notFound('post office')
  holder.postinoPostOffice ??= createPorts(env)
  return holder.postinoPostOffice
}

function createPorts(env: Env): PostOfficePorts {
  const store = createPostOfficeStore(env.POSTOFFICE_DIR)
  // A receiver that listens everywhere is reached on this machine.
  const smtpHost = env.SMTP_HOST === '0.0.0.0' || env.SMTP_HOST === '::' ? '127.0.0.1' : env.SMTP_HOST
  return {
    listMailboxes: store.listMailboxes,
    listMails: store.listMails,
    readMail: store.readMail,
    // In this process: these mails come from the forms of the demo and from Postino itself.
    parse: (bytes) => parseMail(bytes),
    send: (mail) => sendAsCustomer(mail, { store, smtpHost, smtpPort: env.SMTP_PORT }),
    demoAddresses: () =>
      demo.tenants.flatMap((tenant) =>
        tenant.addresses.map(({ queue, local }) => ({
          tenant: tenant.name,
          queue,
          address: `${local}@${env.INBOUND_DOMAIN}`,
        })),
      ),
  }
}
