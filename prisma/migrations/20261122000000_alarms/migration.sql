-- What is broken in a tenant, and when its administrators are told.
CREATE TABLE "alarm" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "word" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "next_notice_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "notices" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "mailbox_rhythm" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "mails" INTEGER NOT NULL DEFAULT 0,
    "last_mail_at" TIMESTAMPTZ(3),
    "longest_gap_ms" BIGINT NOT NULL DEFAULT 0,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mailbox_rhythm_pkey" PRIMARY KEY ("tenant_id", "mailbox_id")
);

CREATE UNIQUE INDEX "alarm_tenant_id_id_key" ON "alarm"("tenant_id", "id");

ALTER TABLE "alarm" ADD CONSTRAINT "alarm_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_rhythm" ADD CONSTRAINT "mailbox_rhythm_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox_rhythm" ADD CONSTRAINT "mailbox_rhythm_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A break is one alarm, whoever finds it.
CREATE UNIQUE INDEX "alarm_open" ON "alarm" ("tenant_id", "kind", "subject_id") WHERE "cleared_at" IS NULL;
CREATE INDEX "alarm_notice" ON "alarm" ("next_notice_at") WHERE "next_notice_at" IS NOT NULL;

SELECT postino_protect(table_name) FROM unnest(ARRAY['alarm', 'mailbox_rhythm']::regclass[]) AS table_name;

-- Workers look for tenants where something is broken.
SELECT postino_open_door('alarm'::regclass, 'postino_system');
GRANT SELECT ("tenant_id", "cleared_at", "next_notice_at") ON "alarm" TO postino_system;
GRANT SELECT ("state") ON "mailbox_connection" TO postino_system;
GRANT SELECT ("trouble") ON "outbound_channel" TO postino_system;
