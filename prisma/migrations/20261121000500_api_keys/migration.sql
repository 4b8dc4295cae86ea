-- Programs of a tenant: their keys, and what their repeated requests stand for.
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "idempotency_key" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "api_key_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "effect_id" UUID NOT NULL,
    "claim_id" UUID NOT NULL,
    "claimed_until" TIMESTAMPTZ(3),
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("tenant_id","api_key_id","key")
);

CREATE INDEX "api_key_hash_idx" ON "api_key"("hash");

CREATE UNIQUE INDEX "api_key_tenant_id_id_key" ON "api_key"("tenant_id", "id");

CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_tenant_id_created_by_id_fkey" FOREIGN KEY ("tenant_id", "created_by_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "idempotency_key" ADD CONSTRAINT "idempotency_key_tenant_id_api_key_id_fkey" FOREIGN KEY ("tenant_id", "api_key_id") REFERENCES "api_key"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect(table_name) FROM unnest(ARRAY['api_key', 'idempotency_key']::regclass[]) AS table_name;

-- A request names its tenant by its key alone.
SELECT postino_open_door(table_name, 'postino_system') FROM unnest(ARRAY['api_key', 'idempotency_key']::regclass[]) AS table_name;
GRANT SELECT ("id", "tenant_id", "name", "hash", "scopes", "last_used_at", "expires_at", "revoked_at"), UPDATE ("last_used_at")
  ON "api_key" TO postino_system;
GRANT SELECT ("tenant_id", "api_key_id", "key", "created_at"), DELETE ON "idempotency_key" TO postino_system;
