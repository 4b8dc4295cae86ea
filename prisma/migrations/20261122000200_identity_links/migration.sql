-- A person links a sign-in at an identity provider to himself, inside a session that he proved again.
ALTER TABLE "session" ADD COLUMN "reauthenticated_at" TIMESTAMPTZ(3);

ALTER TABLE "user_identity" ADD COLUMN "provider" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "label" TEXT NOT NULL DEFAULT '';

CREATE INDEX "user_identity_user_id_idx" ON "user_identity"("user_id");

CREATE TABLE "identity_link" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "tenant_slug" TEXT NOT NULL,
    "state_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "identity_link_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "identity_link_state_hash_key" ON "identity_link"("state_hash");

CREATE INDEX "identity_link_user_id_idx" ON "identity_link"("user_id");

ALTER TABLE "identity_link" ADD CONSTRAINT "identity_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

GRANT SELECT, INSERT, UPDATE, DELETE ON "identity_link" TO postino_system;
