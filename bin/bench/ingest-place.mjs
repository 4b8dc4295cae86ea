import pg from 'pg'
import { startDovecot } from '../../tests/support/dovecot.ts'
import { onEnd } from '../test/teardown.mjs'
import { readDemo } from '../up/demo.mjs'
import { addTenant } from './add-tenant.mjs'
import { connectMailbox } from './imap/connect-mailbox.mjs'
import { openInbox } from './open-inbox.mjs'
import { signIn } from './sign-in.mjs'
import { productSecret, startDurableCluster, startProduct } from './start-product.mjs'
import { startTakingSink } from './taking-sink.mjs'

/**
 * The product with an IMAP server before it and a mail server behind it, and an inbox that stands open at the first of
 * the tenants. To be run by tsx.
 *
 * @param {string} rootDir
 * @param {{ tenantCount: number, profileDir?: string }} options
 */
export async function startPlace(rootDir, { tenantCount, profileDir }) {
  const sink = await startTakingSink()
  onEnd(() => sink.close())
  const dovecot = await startDovecot()
  onEnd(() => dovecot.stop())
  const cluster = await startDurableCluster(rootDir)
  const product = await startProduct(rootDir, {
    databaseUrl: cluster.url,
    hasDemoData: true,
    nodeFlags: profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [],
    env: { MAIL_OUT_URL: `smtp://127.0.0.1:${sink.port}`, EGRESS_ALLOW: `127.0.0.1:${dovecot.port}` },
  })
  onEnd(() => product.stop())
  const owner = new pg.Client({ connectionString: cluster.url })
  await owner.connect()
  onEnd(() => owner.end())

  const demo = readDemo()
  const slugs = Array.from({ length: tenantCount }, (_, index) => `measured-${index}`)
  for (const slug of slugs) await addTenant({ databaseUrl: cluster.url, slug, like: demo.tenants[0].slug })
  const { rows: tenants } = await owner.query(
    `SELECT t.slug, min(a.address) AS address FROM creation_address a JOIN tenant t ON t.id = a.tenant_id
     WHERE t.slug = ANY($1) GROUP BY t.slug ORDER BY t.slug`,
    [slugs],
  )
  const person = demo.people.find((one) => one.tenants.length === demo.tenants.length)
  const cookie = await signIn(product.baseUrl, person.email, demo.password)
  const inbox = await openInbox(product.baseUrl, slugs[0], cookie)
  onEnd(() => inbox.close())
  return {
    ...{ sink, dovecot, owner, product, tenants, inbox, databaseUrl: cluster.url },
    processes: () => ({ ...product.pids(), postgres: cluster.pid }),
  }
}

/** An IMAP mailbox for each tenant, listened at. @returns {Promise<string[]>} their users */
export async function connectMailboxes({ dovecot, databaseUrl, owner, tenants }) {
  const users = tenants.map(({ slug }) => slug)
  for (const slug of users) {
    await connectMailbox(
      { databaseUrl, secret: productSecret, slug },
      {
        ...{ host: '127.0.0.1', port: dovecot.port, user: slug, password: dovecot.password },
        address: `support@${slug}.imap.example`,
      },
    )
  }
  await owner.query(`UPDATE mailbox SET is_confirmation_on = true WHERE kind = 'imap'`)
  return users
}
