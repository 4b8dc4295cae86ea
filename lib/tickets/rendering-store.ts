import type { TenantDb } from '@/lib/db/with-tenant'
import { trustedSplit } from './rules'

/** What decides whether the sender's pictures may be shown without asking. */
export interface MessageSender {
  kind: string
  fromAddress: string
  authentication: string
}

export interface FoundHtml {
  /** As it came: hostile. */
  html: string
  /** Its reader found a quote when it came in, and was sure of it. A forwarded mail is none. */
  isQuoting: boolean
  /** Cleaned before. */
  kept: string | null
  sender: MessageSender
  /** Ids of the message's inline pictures, by Content-ID in lower case. */
  pictures: Record<string, string>
}

/** null for a message that is not here or has no HTML. */
export async function findMessageHtml(
  db: TenantDb,
  messageId: string,
  cleanerVersion: number,
): Promise<FoundHtml | null> {
  const [row] = await db.$queryRaw<FoundHtml[]>`
    SELECT CASE WHEN r.html IS NULL THEN m.html ELSE '' END AS html,
      (m.quoted_text <> '' AND m.visible_text <> '' AND m.split_confidence >= ${trustedSplit}::real) AS "isQuoting",
      r.html AS kept,
      json_build_object('kind', m.kind, 'fromAddress', m.from_address, 'authentication', m.authentication) AS sender,
      (SELECT coalesce(json_object_agg(lower(a.content_id), a.id), '{}') FROM attachment a
        WHERE a.message_id = m.id AND a.content_id IS NOT NULL) AS pictures
    FROM message m
    LEFT JOIN message_rendering r ON r.message_id = m.id AND r.cleaner_version = ${cleanerVersion}::int
    WHERE m.id = ${messageId}::uuid AND m.html IS NOT NULL`
  return row ?? null
}

/** Two who clean at once keep the same. Of a message one rendering is kept: a newer cleaner's takes the place of the older. */
export async function keepRendering(
  db: TenantDb,
  messageId: string,
  cleanerVersion: number,
  rendering: { html: string; remoteImages: number },
): Promise<void> {
  await db.$executeRaw`
    WITH outdated AS (
      DELETE FROM message_rendering
      WHERE message_id = ${messageId}::uuid AND cleaner_version < ${cleanerVersion}::int
    )
    INSERT INTO message_rendering (message_id, cleaner_version, html, remote_image_count)
    SELECT id, ${cleanerVersion}::int, ${rendering.html}, ${rendering.remoteImages}::int
    FROM message WHERE id = ${messageId}::uuid
    ON CONFLICT DO NOTHING`
}
