-- Ways out that a tenant sets up: its own server by SMTP, or Resend.
CREATE TYPE "channel_encryption" AS ENUM ('tls', 'starttls', 'none');

ALTER TABLE "outbound_channel"
    ADD COLUMN "provider" TEXT NOT NULL DEFAULT 'other',
    ADD COLUMN "host" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "port" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "encryption" "channel_encryption" NOT NULL DEFAULT 'tls',
    ADD COLUMN "is_certificate_checked" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "credential_id" UUID,
    ADD COLUMN "is_active" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "trouble" TEXT,
    ADD COLUMN "trouble_since" TIMESTAMPTZ(3),
    ADD COLUMN "last_success_at" TIMESTAMPTZ(3),
    ADD COLUMN "removed_at" TIMESTAMPTZ(3);

-- A channel that is gone or switched off sends nothing, so it cannot be the one that is taken by default.
ALTER TABLE "outbound_channel" ADD CONSTRAINT "outbound_channel_default_sends"
    CHECK (NOT "is_default" OR ("is_active" AND "removed_at" IS NULL));

-- A question of an administrator, answered by a worker: can this channel send?
CREATE TABLE "channel_test" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "channel_id" UUID NOT NULL,
    "mail_to" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "server_response" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "channel_test_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "channel_test_tenant_id_channel_id_requested_at_idx" ON "channel_test"("tenant_id", "channel_id", "requested_at");

CREATE UNIQUE INDEX "channel_test_tenant_id_id_key" ON "channel_test"("tenant_id", "id");

-- How many mails a channel sent lately, which providers limit.
CREATE INDEX "outbound_mail_tenant_id_channel_id_settled_at_idx" ON "outbound_mail"("tenant_id", "channel_id", "settled_at");

ALTER TABLE "outbound_channel" ADD CONSTRAINT "outbound_channel_tenant_id_credential_id_fkey" FOREIGN KEY ("tenant_id", "credential_id") REFERENCES "credential"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "channel_test" ADD CONSTRAINT "channel_test_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "channel_test" ADD CONSTRAINT "channel_test_tenant_id_channel_id_fkey" FOREIGN KEY ("tenant_id", "channel_id") REFERENCES "outbound_channel"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect('channel_test'::regclass);
