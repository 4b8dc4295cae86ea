-- How we sign in at a tenant's mail provider.
CREATE TYPE "credential_kind" AS ENUM ('password', 'oauth', 'api_key');

CREATE TYPE "credential_state" AS ENUM ('ok', 'refused', 'revoked');

CREATE TABLE "credential" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "credential_kind" NOT NULL,
    "provider" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "state" "credential_state" NOT NULL DEFAULT 'ok',
    "refusals" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "credential_key_id_idx" ON "credential"("key_id");

CREATE UNIQUE INDEX "credential_tenant_id_id_key" ON "credential"("tenant_id", "id");

ALTER TABLE "credential" ADD CONSTRAINT "credential_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect('credential'::regclass);
