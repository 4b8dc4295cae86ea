import { readSealingKeys } from '@/lib/adapters/key-file/read-sealing-keys'
import { createSystemSender } from '@/lib/adapters/smtp-out/create-system-sender'
import { listDueOutboundMails } from '@/lib/db/system'
import { getEnv } from '@/lib/env'
import { deliverOutboundMail } from '@/lib/outbound/deliver-outbound-mail'
import { systemScope } from '@/lib/tenancy/scope'

/** Of a worker, that which sends: started and killed many times. */
const env = getEnv()
const sender = createSystemSender(env)
const ports = { senderFor: () => sender, credentials: { keys: readSealingKeys(env) } }

process.stdout.write('sender ready\n')
for (;;) {
  for (const { tenantId, id } of await listDueOutboundMails(20))
    await deliverOutboundMail(systemScope(tenantId, 'deliver'), { outboundMailId: id }, ports)
  await new Promise((resolve) => setTimeout(resolve, 15))
}
