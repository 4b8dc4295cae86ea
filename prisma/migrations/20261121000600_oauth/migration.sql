-- An administrator was sent to a mail provider to give consent, and what came back.
CREATE TABLE "oauth_request" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "provider" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "credential_id" UUID,
    "state_hash" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "sealed" BYTEA,
    "sealed_answer" BYTEA,
    "key_id" TEXT NOT NULL,
    "answer_key_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "oauth_request_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "oauth_request_tenant_id_id_key" ON "oauth_request"("tenant_id", "id");

CREATE UNIQUE INDEX "oauth_request_tenant_id_state_hash_key" ON "oauth_request"("tenant_id", "state_hash");

ALTER TABLE "oauth_request" ADD CONSTRAINT "oauth_request_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "oauth_request" ADD CONSTRAINT "oauth_request_tenant_id_credential_id_fkey" FOREIGN KEY ("tenant_id", "credential_id") REFERENCES "credential"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect('oauth_request'::regclass);
