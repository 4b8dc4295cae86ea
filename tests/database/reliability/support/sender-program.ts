import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { createSystemSender } from '@/lib/adapters/smtp-out/create-system-sender'
import { listTenantsWithDueMail } from '@/lib/db/system'
import { getEnv } from '@/lib/env'
import { deliverDueMails } from '@/lib/outbound/deliver-due-mails'
import { systemScope } from '@/lib/tenancy/scope'

/** Of a worker, that which sends: started and killed many times. */
const env = getEnv()
const sender = createSystemSender(env)
const ports = { senderFor: () => sender, credentials: { keys: readSealingKeys(env) } }

process.stdout.write('sender ready\n')
for (;;) {
  for (const tenantId of await listTenantsWithDueMail(20))
    await deliverDueMails(systemScope(tenantId, 'deliver'), ports)
  await new Promise((resolve) => setTimeout(resolve, 15))
}
