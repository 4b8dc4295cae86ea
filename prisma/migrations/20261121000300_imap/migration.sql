-- Mailboxes read by IMAP: how each is reached, what was seen in it, and how it goes.

CREATE TYPE "mailbox_encryption" AS ENUM ('tls', 'starttls', 'none');

CREATE TYPE "mailbox_auth" AS ENUM ('password', 'oauth', 'none');

DROP INDEX "raw_mail_tenant_id_mailbox_id_folder_uid_validity_uid_key";

ALTER TABLE "raw_mail" ADD COLUMN     "epoch" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "is_sent_copy" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "mailbox_connection" (
    "mailbox_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "address" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "encryption" "mailbox_encryption" NOT NULL DEFAULT 'tls',
    "is_certificate_checked" BOOLEAN NOT NULL DEFAULT true,
    "pinned_fingerprint" TEXT,
    "auth" "mailbox_auth" NOT NULL DEFAULT 'password',
    "username" TEXT NOT NULL DEFAULT '',
    "shared_mailbox" TEXT NOT NULL DEFAULT '',
    "credential_id" UUID,
    "folder" TEXT NOT NULL DEFAULT 'INBOX',
    "processed_folder" TEXT NOT NULL DEFAULT '',
    "is_sent_read" BOOLEAN NOT NULL DEFAULT true,
    "sent_folder" TEXT NOT NULL DEFAULT '',
    "cut_off_at" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "removed_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'new',
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_success_at" TIMESTAMPTZ(3),
    "last_mail_at" TIMESTAMPTZ(3),
    "lag_ms" INTEGER,
    "on_server" INTEGER NOT NULL DEFAULT 0,
    "unaccounted" INTEGER NOT NULL DEFAULT 0,
    "is_idle" BOOLEAN NOT NULL DEFAULT false,
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "leased_by" TEXT,

    CONSTRAINT "mailbox_connection_pkey" PRIMARY KEY ("tenant_id","mailbox_id")
);

CREATE TABLE "mailbox_folder" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "folder" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "floor_uid" BIGINT NOT NULL,
    "first_uid_next" BIGINT NOT NULL,
    "is_renumbered" BOOLEAN NOT NULL DEFAULT false,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_folder_pkey" PRIMARY KEY ("tenant_id","mailbox_id","epoch","folder","uid_validity")
);

CREATE TABLE "mailbox_mail" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "folder" TEXT NOT NULL,
    "uid_validity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    "is_sent" BOOLEAN NOT NULL DEFAULT false,
    "outcome" TEXT NOT NULL DEFAULT 'discovered',
    "size_bytes" BIGINT NOT NULL DEFAULT 0,
    "internal_date" TIMESTAMPTZ(3),
    "message_id_header" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discovered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "move" TEXT NOT NULL DEFAULT 'none',
    "move_attempts" INTEGER NOT NULL DEFAULT 0,
    "next_move_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_mail_pkey" PRIMARY KEY ("tenant_id","mailbox_id","epoch","folder","uid_validity","uid")
);

CREATE TABLE "mailbox_test" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "result" JSONB,

    CONSTRAINT "mailbox_test_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "mailbox_mail_tenant_id_mailbox_id_outcome_idx" ON "mailbox_mail"("tenant_id", "mailbox_id", "outcome");

CREATE INDEX "mailbox_mail_tenant_id_message_id_header_idx" ON "mailbox_mail"("tenant_id", "message_id_header");

CREATE INDEX "mailbox_test_tenant_id_mailbox_id_requested_at_idx" ON "mailbox_test"("tenant_id", "mailbox_id", "requested_at");

CREATE UNIQUE INDEX "mailbox_test_tenant_id_id_key" ON "mailbox_test"("tenant_id", "id");

CREATE UNIQUE INDEX "raw_mail_tenant_id_mailbox_id_epoch_folder_uid_validity_uid_key" ON "raw_mail"("tenant_id", "mailbox_id", "epoch", "folder", "uid_validity", "uid");

ALTER TABLE "mailbox_connection" ADD CONSTRAINT "mailbox_connection_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_connection" ADD CONSTRAINT "mailbox_connection_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_folder" ADD CONSTRAINT "mailbox_folder_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_folder" ADD CONSTRAINT "mailbox_folder_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox_connection"("tenant_id", "mailbox_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_mail" ADD CONSTRAINT "mailbox_mail_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_mail" ADD CONSTRAINT "mailbox_mail_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox_connection"("tenant_id", "mailbox_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_test" ADD CONSTRAINT "mailbox_test_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_test" ADD CONSTRAINT "mailbox_test_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox_connection"("tenant_id", "mailbox_id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_connection" ADD CONSTRAINT "mailbox_connection_tenant_id_credential_id_fkey" FOREIGN KEY ("tenant_id", "credential_id") REFERENCES "credential"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What waits to be fetched, and what waits to be moved.
CREATE INDEX "mailbox_mail_discovered" ON "mailbox_mail" ("tenant_id", "mailbox_id", "uid") WHERE "outcome" = 'discovered';
CREATE INDEX "mailbox_mail_to_move" ON "mailbox_mail" ("tenant_id", "mailbox_id", "next_move_at") WHERE "move" = 'due';
CREATE INDEX "mailbox_test_waiting" ON "mailbox_test" ("requested_at") WHERE "finished_at" IS NULL;

SELECT postino_protect(table_name) FROM unnest(ARRAY[
  'mailbox_connection', 'mailbox_folder', 'mailbox_mail', 'mailbox_test'
]::regclass[]) AS table_name;

-- Workers look for what is due in all tenants, by ids and times.
SELECT postino_open_door(table_name, 'postino_system') FROM unnest(ARRAY[
  'mailbox_connection', 'mailbox_test'
]::regclass[]) AS table_name;
GRANT SELECT ("tenant_id", "mailbox_id", "next_attempt_at", "leased_until", "removed_at") ON "mailbox_connection" TO postino_system;
GRANT SELECT ("id", "tenant_id", "requested_at", "claimed_until", "finished_at") ON "mailbox_test" TO postino_system;
