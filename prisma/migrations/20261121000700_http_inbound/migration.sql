-- Mail that comes by HTTP: from programs of a tenant, and announced by a provider that holds it.
CREATE TABLE "inbound_endpoint" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "creation_address_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_endpoint_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "webhook_event" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "source" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "inbound_fetch" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "webhook_event_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "provider_mail_id" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "envelope_from" TEXT NOT NULL DEFAULT '',
    "envelope_to" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "trouble" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "inbound_fetch_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "inbound_endpoint_tenant_id_id_key" ON "inbound_endpoint"("tenant_id", "id");

CREATE INDEX "webhook_event_received_at_idx" ON "webhook_event"("received_at");

CREATE UNIQUE INDEX "webhook_event_tenant_id_id_key" ON "webhook_event"("tenant_id", "id");

CREATE UNIQUE INDEX "webhook_event_tenant_id_source_event_id_key" ON "webhook_event"("tenant_id", "source", "event_id");

CREATE UNIQUE INDEX "inbound_fetch_tenant_id_id_key" ON "inbound_fetch"("tenant_id", "id");

CREATE UNIQUE INDEX "inbound_fetch_tenant_id_webhook_event_id_mailbox_id_key" ON "inbound_fetch"("tenant_id", "webhook_event_id", "mailbox_id");

ALTER TABLE "inbound_endpoint" ADD CONSTRAINT "inbound_endpoint_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "inbound_endpoint" ADD CONSTRAINT "inbound_endpoint_tenant_id_creation_address_id_fkey" FOREIGN KEY ("tenant_id", "creation_address_id") REFERENCES "creation_address"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "webhook_event" ADD CONSTRAINT "webhook_event_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "inbound_fetch" ADD CONSTRAINT "inbound_fetch_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "inbound_fetch" ADD CONSTRAINT "inbound_fetch_tenant_id_webhook_event_id_fkey" FOREIGN KEY ("tenant_id", "webhook_event_id") REFERENCES "webhook_event"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "inbound_fetch" ADD CONSTRAINT "inbound_fetch_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- What waits to be fetched.
CREATE INDEX "inbound_fetch_waiting" ON "inbound_fetch" ("next_attempt_at") WHERE "state" = 'waiting';

SELECT postino_protect(table_name) FROM unnest(ARRAY['inbound_endpoint', 'webhook_event', 'inbound_fetch']::regclass[]) AS table_name;

-- A request names its tenant by its endpoint alone; workers look for what is due in all tenants.
SELECT postino_open_door(table_name, 'postino_system') FROM unnest(ARRAY['inbound_endpoint', 'inbound_fetch']::regclass[]) AS table_name;
GRANT SELECT ("id", "tenant_id", "creation_address_id", "revoked_at") ON "inbound_endpoint" TO postino_system;
GRANT SELECT ("id", "tenant_id", "state", "next_attempt_at", "claimed_until", "settled_at") ON "inbound_fetch" TO postino_system;
