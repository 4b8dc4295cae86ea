import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDiskBlobStore } from '@/lib/adapters/blobs/disk-blob-store'
import { createMailParser } from '@/lib/adapters/mail-parser/create-mail-parser'
import { now } from '@/lib/clock'
import { ingestStoredMails } from '@/lib/ingest/ingest-stored-mails'
import { keepMail } from '@/lib/ingest/keep-mail'
import type { AuthenticationResult, IngestPorts } from '@/lib/ingest/ports'
import { ingestSettings } from '@/lib/ingest/settings'
import { systemScope } from '@/lib/tenancy/scope'
import type { TenantWorld } from './world'

export { mailText } from './mail-text'

/** The pipeline with a real parser and a real disk; only DNS is played. */
export interface TestPipeline {
  ports: IngestPorts
  authentication: AuthenticationResult
  /** Keeps a mail and brings everything that waits to an outcome. */
  deliver(tenant: TenantWorld, mail: string | Uint8Array, envelope?: Partial<TestEnvelope>): Promise<void>
  keep(tenant: TenantWorld, mail: string | Uint8Array, envelope?: Partial<TestEnvelope>): Promise<void>
  ingest(tenant: TenantWorld): Promise<void>
  /** Where the bytes lie, for another process. */
  blobsFolder: string
  close(): Promise<void>
}

interface TestEnvelope {
  from: string
  to: string[]
  receivedAt: Date
}

export async function createTestPipeline(): Promise<TestPipeline> {
  const blobsFolder = await mkdtemp(path.join(tmpdir(), 'postino-blobs-'))
  const blobs = createDiskBlobStore(blobsFolder)
  const parser = await createMailParser({ threads: 1 })
  const pipeline: TestPipeline = {
    blobsFolder,
    authentication: { verdict: 'none', details: [] },
    ports: { blobs, parser, authenticator: { authenticate: async () => pipeline.authentication } },
    keep: async (tenant, mail, envelope = {}) => {
      await keepMail(
        {
          tenantId: tenant.tenantId,
          mailboxId: tenant.mailboxId,
          source: 'smtp',
          recipient: tenant.creationAddress,
          envelopeFrom: envelope.from ?? tenant.customerAddress,
          envelopeTo: envelope.to ?? [tenant.creationAddress],
          clientIp: '192.0.2.1',
          helo: 'client.example',
          bytes: typeof mail === 'string' ? Buffer.from(mail.replaceAll('\n', '\r\n')) : mail,
          receivedAt: envelope.receivedAt ?? now(),
        },
        { blobs },
      )
    },
    ingest: async (tenant) => {
      const scope = systemScope(tenant.tenantId, 'test')
      for (let hasMore = true; hasMore; ) {
        ;({ hasMore } = await ingestStoredMails(scope, pipeline.ports, ingestSettings(), now))
      }
    },
    deliver: async (tenant, mail, envelope) => {
      await pipeline.keep(tenant, mail, envelope)
      await pipeline.ingest(tenant)
    },
    close: () => parser.close(),
  }
  return pipeline
}
