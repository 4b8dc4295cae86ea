import { now } from '@/lib/clock'
import { listTenantAdmins, type TenantAdmin } from '@/lib/db/system-alarms'
import { withTenant } from '@/lib/db/with-tenant'
import { composeMail } from '@/lib/mail/compose'
import type { MailAddress } from '@/lib/mail/types'
import type { MailSender } from '@/lib/outbound/types'
import type { TenantScope } from '@/lib/tenancy/scope'
import { claimNotices, recordNotices } from './store'
import { alarmText } from './texts'
import type { DueNotice } from './types'

export interface AlarmPorts {
  /** The operator's own way out: a tenant's broken one must not carry the news that it is broken. */
  sender: MailSender
  from: MailAddress
  hostname: string
  baseUrl: string
}

/** After this long another try is made, by whoever finds it. */
const retryMs = 60_000

/**
 * Sends the mails that are due: one a person, in his language, about everything that changed. Told is who a server
 * took the mail for; when it took none, all of it is tried again.
 */
export async function tellAdmins(
  scope: TenantScope,
  ports: AlarmPorts,
): Promise<{ told: number; failed: number }> {
  const notices = await withTenant(scope, (db) => claimNotices(db, now(), retryMs))
  if (notices.length === 0) return { told: 0, failed: 0 }
  const { tenant, admins } = await listTenantAdmins(scope.tenantId)
  let told = 0
  for (const admin of admins) if (await tell(notices, tenant, admin, ports)) told++
  // A tenant without anybody to tell: the pages show it, and nothing is to be tried again.
  if (told > 0 || admins.length === 0)
    await withTenant(scope, (db) =>
      recordNotices(
        db,
        notices.map(({ id }) => id),
        now(),
      ),
    )
  return { told, failed: admins.length - told }
}

async function tell(
  notices: readonly DueNotice[],
  tenant: { slug: string; name: string },
  admin: TenantAdmin,
  { sender, from, hostname, baseUrl }: AlarmPorts,
): Promise<boolean> {
  const text = alarmText(admin.locale, { notices, tenant, baseUrl })
  const [first] = notices
  const { bytes, envelope } = await composeMail({
    from,
    to: [{ name: admin.name, address: admin.email }],
    cc: [],
    replyTo: [],
    subject: text.subject,
    text: text.body,
    html: null,
    // The same for every try, so that a mail that was sent twice is shown once.
    messageId: `alarm.${first?.id}.${first?.notices}.${admin.userId}@${hostname}`,
    inReplyTo: null,
    references: [],
    date: now(),
    marks: [{ kind: 'auto-generated' }],
    envelopeFrom: '',
    attachments: [],
  })
  const evidence = await sender.send({ envelopeFrom: envelope.from, recipients: [...envelope.to], bytes })
  return evidence.responseCode !== null && evidence.responseCode >= 200 && evidence.responseCode < 300
}
