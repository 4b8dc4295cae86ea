-- The house: every table, the roles that may touch them, and the policies that keep tenants apart.
--
-- Roles: the migrating role owns everything and is not used at run time. `postino_app` serves requests and mail
-- inside one tenant a transaction. `postino_system` may look up who belongs where before a tenant is known and
-- take due work; it sees ids, not content. `postino_search` owns the search function and cannot log in.
-- `postino_executor` owns the schema of the embedded executor. bin/migrate gives the login roles their passwords.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

DO $roles$
DECLARE role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['postino_app', 'postino_system', 'postino_search', 'postino_executor'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    EXECUTE format('GRANT %I TO CURRENT_USER', role_name);
  END LOOP;
END
$roles$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO postino_app, postino_system, postino_search;
CREATE SCHEMA IF NOT EXISTS executor AUTHORIZATION postino_executor;


CREATE TYPE "tenant_status" AS ENUM ('active', 'suspended');

CREATE TYPE "member_role" AS ENUM ('owner', 'admin', 'agent');

CREATE TYPE "raw_mail_state" AS ENUM ('kept', 'processed', 'quarantined');

CREATE TYPE "raw_mail_source" AS ENUM ('smtp', 'imap', 'http');

CREATE TYPE "mailbox_kind" AS ENUM ('imap', 'forwarding');

CREATE TYPE "conversion_mode" AS ENUM ('automatic', 'manual', 'rule');

CREATE TYPE "channel_kind" AS ENUM ('system', 'smtp', 'resend');

CREATE TYPE "outbound_kind" AS ENUM ('reply', 'confirmation');

CREATE TYPE "outbound_state" AS ENUM ('held', 'pending', 'sending', 'accepted', 'deferred', 'failed', 'uncertain', 'suppressed');

CREATE TYPE "reopen_policy" AS ENUM ('reopen', 'new_linked', 'reopen_within_days');

CREATE TYPE "state_phase" AS ENUM ('opening', 'working', 'waiting', 'closing');

CREATE TYPE "ticket_priority" AS ENUM ('low', 'normal', 'high', 'urgent');

CREATE TYPE "ticket_audience" AS ENUM ('requester', 'organization');

CREATE TYPE "ticket_link_kind" AS ENUM ('possibly_related', 'continues');

CREATE TYPE "message_kind" AS ENUM ('inbound', 'reply', 'note');

CREATE TYPE "join_state" AS ENUM ('pending', 'accepted', 'rejected');

CREATE TYPE "message_key_kind" AS ENUM ('content', 'message_id', 'alias');

CREATE TABLE "organization" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "is_house" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "customer" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "organization_id" UUID,
    "name" TEXT NOT NULL,
    "locale" TEXT,
    "registered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "customer_address" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "customer_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "address_key" TEXT NOT NULL,
    "is_primary" BOOLEAN NOT NULL DEFAULT true,
    "last_confirmed_at" TIMESTAMPTZ(3),
    "undeliverable_since" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_address_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'en',
    "status" "tenant_status" NOT NULL DEFAULT 'active',
    "storage_quota_bytes" BIGINT NOT NULL DEFAULT 53687091200,
    "hourly_mail_limit" INTEGER NOT NULL DEFAULT 20000,
    "attach_unknown_to_house" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "app_user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "app_user_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "user_identity" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_identity_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "membership" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "user_id" UUID NOT NULL,
    "role" "member_role" NOT NULL,
    "display_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deactivated_at" TIMESTAMPTZ(3),

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "raw_mail" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "source" "raw_mail_source" NOT NULL,
    "recipient" TEXT NOT NULL DEFAULT '',
    "envelope_from" TEXT NOT NULL DEFAULT '',
    "envelope_to" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "client_ip" TEXT NOT NULL DEFAULT '',
    "helo" TEXT NOT NULL DEFAULT '',
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "folder" TEXT,
    "uid_validity" BIGINT,
    "uid" BIGINT,
    "delivery_count" INTEGER NOT NULL DEFAULT 1,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" "raw_mail_state" NOT NULL DEFAULT 'kept',
    "outcome" TEXT,
    "reason" TEXT,
    "subject" TEXT NOT NULL DEFAULT '',
    "from_address" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claim_token" UUID,
    "claimed_until" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ticket_id" UUID,
    "message_id" UUID,
    "trail" JSONB NOT NULL DEFAULT '[]',
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "raw_mail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "tenant_usage" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "stored_bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "tenant_usage_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "mailbox" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "mailbox_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "conversion" "conversion_mode" NOT NULL DEFAULT 'automatic',
    "default_queue_id" UUID NOT NULL,
    "reply_via_channel_id" UUID,
    "is_confirmation_on" BOOLEAN NOT NULL DEFAULT true,
    "paused_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "creation_address" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "mailbox_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "queue_id" UUID,
    "ticket_type_id" UUID,
    "manager_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "creation_address_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbound_channel" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "channel_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "from_name" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "is_default" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbound_channel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "blocked_address" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "address_key" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blocked_address_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbound_mail" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "outbound_kind" NOT NULL,
    "state" "outbound_state" NOT NULL DEFAULT 'pending',
    "ticket_id" UUID NOT NULL,
    "message_id" UUID,
    "channel_id" UUID NOT NULL,
    "author_id" UUID,
    "message_id_header" TEXT NOT NULL,
    "envelope_from" TEXT NOT NULL,
    "recipients" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_token" INTEGER NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "data_began_at" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "server_response" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbound_mail_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbound_mime" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "outbound_mail_id" UUID NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "outbound_mime_pkey" PRIMARY KEY ("tenant_id","outbound_mail_id")
);

CREATE TABLE "delivery_event" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "outbound_mail_id" UUID NOT NULL,
    "raw_mail_id" UUID,
    "kind" TEXT NOT NULL,
    "recipient" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL DEFAULT '',
    "detail" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "delivery_event_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "coalesce_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "manager" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,

    CONSTRAINT "manager_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "organization_sender" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "organization_id" UUID NOT NULL,
    "mailbox_id" UUID,
    "is_domain" BOOLEAN NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "organization_sender_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "portal_account" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "customer_id" UUID NOT NULL,
    "address_key" TEXT NOT NULL,
    "sees_organization" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "portal_account_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "reply_template" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "purpose" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "reply_template_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "notification_setting" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "event" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "address" TEXT,

    CONSTRAINT "notification_setting_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "appointment" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "ticket_id" UUID NOT NULL,
    "agent_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "appointment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "invoice" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "customer_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "total_cents" INTEGER NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'EUR',
    "state" TEXT NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "worker_heartbeat" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "parts" JSONB NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker_id")
);

CREATE TABLE "installation" (
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

CREATE TABLE "queue" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "hue" SMALLINT NOT NULL,
    "position" INTEGER NOT NULL,
    "reply_via_channel_id" UUID,
    "reopen_policy" "reopen_policy" NOT NULL DEFAULT 'reopen',
    "reopen_days" INTEGER NOT NULL DEFAULT 30,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "queue_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ticket_type" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "hue" SMALLINT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "ticket_type_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ticket_state" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "hue" SMALLINT NOT NULL,
    "phase" "state_phase" NOT NULL,
    "is_default_opening" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL,

    CONSTRAINT "ticket_state_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ticket_counter" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "last_number" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "ticket_counter_pkey" PRIMARY KEY ("tenant_id")
);

CREATE TABLE "ticket" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "number" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "state_id" UUID NOT NULL,
    "queue_id" UUID NOT NULL,
    "ticket_type_id" UUID,
    "priority" "ticket_priority" NOT NULL DEFAULT 'normal',
    "assignee_id" UUID,
    "manager_id" UUID,
    "customer_id" UUID NOT NULL,
    "organization_id" UUID,
    "audience" "ticket_audience" NOT NULL DEFAULT 'requester',
    "mailbox_id" UUID NOT NULL,
    "excerpt" TEXT NOT NULL DEFAULT '',
    "message_count" INTEGER NOT NULL DEFAULT 0,
    "unanswered_since" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ticket_link" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "from_ticket_id" UUID NOT NULL,
    "to_ticket_id" UUID NOT NULL,
    "kind" "ticket_link_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ticket_link_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "ticket_id" UUID NOT NULL,
    "kind" "message_kind" NOT NULL,
    "join_state" "join_state",
    "customer_id" UUID,
    "author_id" UUID,
    "from_name" TEXT NOT NULL DEFAULT '',
    "from_address" TEXT NOT NULL DEFAULT '',
    "to_addresses" JSONB NOT NULL DEFAULT '[]',
    "cc_addresses" JSONB NOT NULL DEFAULT '[]',
    "subject" TEXT NOT NULL DEFAULT '',
    "visible_text" TEXT NOT NULL DEFAULT '',
    "quoted_text" TEXT NOT NULL DEFAULT '',
    "signature_text" TEXT NOT NULL DEFAULT '',
    "split_confidence" REAL NOT NULL DEFAULT 1,
    "html" TEXT,
    "message_id_header" TEXT,
    "classification" TEXT NOT NULL DEFAULT 'human',
    "flags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "authentication" TEXT NOT NULL DEFAULT 'none',
    "sent_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "message_key" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "message_key_kind" NOT NULL,
    "key" TEXT NOT NULL,
    "message_id" UUID,
    "ticket_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_key_pkey" PRIMARY KEY ("tenant_id","kind","key")
);

CREATE TABLE "message_rendering" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "message_id" UUID NOT NULL,
    "cleaner_version" INTEGER NOT NULL,
    "html" TEXT NOT NULL,
    "remote_image_count" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "message_rendering_pkey" PRIMARY KEY ("tenant_id","message_id","cleaner_version")
);

CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "message_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "content_id" TEXT,
    "is_inline" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "audit_entry" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "ticket_id" UUID,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "organization_tenant_id_id_key" ON "organization"("tenant_id", "id");

CREATE INDEX "customer_tenant_id_organization_id_idx" ON "customer"("tenant_id", "organization_id");

CREATE UNIQUE INDEX "customer_tenant_id_id_key" ON "customer"("tenant_id", "id");

CREATE INDEX "customer_address_tenant_id_customer_id_idx" ON "customer_address"("tenant_id", "customer_id");

CREATE UNIQUE INDEX "customer_address_tenant_id_id_key" ON "customer_address"("tenant_id", "id");

CREATE UNIQUE INDEX "customer_address_tenant_id_address_key_key" ON "customer_address"("tenant_id", "address_key");

CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

CREATE UNIQUE INDEX "app_user_email_key" ON "app_user"("email");

CREATE UNIQUE INDEX "user_identity_issuer_subject_key" ON "user_identity"("issuer", "subject");

CREATE INDEX "session_user_id_idx" ON "session"("user_id");

CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

CREATE UNIQUE INDEX "membership_tenant_id_id_key" ON "membership"("tenant_id", "id");

CREATE UNIQUE INDEX "membership_tenant_id_user_id_key" ON "membership"("tenant_id", "user_id");

CREATE INDEX "raw_mail_tenant_id_message_id_idx" ON "raw_mail"("tenant_id", "message_id");

CREATE INDEX "raw_mail_tenant_id_sha256_idx" ON "raw_mail"("tenant_id", "sha256");

CREATE INDEX "raw_mail_tenant_id_state_received_at_id_idx" ON "raw_mail"("tenant_id", "state", "received_at" DESC, "id" DESC);

CREATE UNIQUE INDEX "raw_mail_tenant_id_id_key" ON "raw_mail"("tenant_id", "id");

CREATE UNIQUE INDEX "raw_mail_tenant_id_mailbox_id_folder_uid_validity_uid_key" ON "raw_mail"("tenant_id", "mailbox_id", "folder", "uid_validity", "uid");

CREATE UNIQUE INDEX "mailbox_tenant_id_id_key" ON "mailbox"("tenant_id", "id");

CREATE UNIQUE INDEX "creation_address_address_key" ON "creation_address"("address");

CREATE INDEX "creation_address_tenant_id_mailbox_id_idx" ON "creation_address"("tenant_id", "mailbox_id");

CREATE UNIQUE INDEX "creation_address_tenant_id_id_key" ON "creation_address"("tenant_id", "id");

CREATE UNIQUE INDEX "outbound_channel_tenant_id_id_key" ON "outbound_channel"("tenant_id", "id");

CREATE UNIQUE INDEX "blocked_address_tenant_id_id_key" ON "blocked_address"("tenant_id", "id");

CREATE UNIQUE INDEX "blocked_address_tenant_id_address_key_key" ON "blocked_address"("tenant_id", "address_key");

CREATE INDEX "outbound_mail_tenant_id_ticket_id_idx" ON "outbound_mail"("tenant_id", "ticket_id");

CREATE INDEX "outbound_mail_tenant_id_message_id_idx" ON "outbound_mail"("tenant_id", "message_id");

CREATE INDEX "outbound_mail_tenant_id_kind_created_at_idx" ON "outbound_mail"("tenant_id", "kind", "created_at");

CREATE UNIQUE INDEX "outbound_mail_tenant_id_id_key" ON "outbound_mail"("tenant_id", "id");

CREATE UNIQUE INDEX "outbound_mail_tenant_id_message_id_header_key" ON "outbound_mail"("tenant_id", "message_id_header");

CREATE INDEX "delivery_event_tenant_id_outbound_mail_id_at_idx" ON "delivery_event"("tenant_id", "outbound_mail_id", "at");

CREATE UNIQUE INDEX "delivery_event_tenant_id_id_key" ON "delivery_event"("tenant_id", "id");

CREATE UNIQUE INDEX "outbox_tenant_id_id_key" ON "outbox"("tenant_id", "id");

CREATE UNIQUE INDEX "outbox_tenant_id_coalesce_key_key" ON "outbox"("tenant_id", "coalesce_key");

CREATE UNIQUE INDEX "manager_tenant_id_id_key" ON "manager"("tenant_id", "id");

CREATE UNIQUE INDEX "manager_tenant_id_name_key" ON "manager"("tenant_id", "name");

CREATE INDEX "organization_sender_tenant_id_value_idx" ON "organization_sender"("tenant_id", "value");

CREATE UNIQUE INDEX "organization_sender_tenant_id_id_key" ON "organization_sender"("tenant_id", "id");

CREATE UNIQUE INDEX "portal_account_tenant_id_id_key" ON "portal_account"("tenant_id", "id");

CREATE UNIQUE INDEX "portal_account_tenant_id_address_key_key" ON "portal_account"("tenant_id", "address_key");

CREATE UNIQUE INDEX "reply_template_tenant_id_id_key" ON "reply_template"("tenant_id", "id");

CREATE UNIQUE INDEX "reply_template_tenant_id_purpose_locale_key" ON "reply_template"("tenant_id", "purpose", "locale");

CREATE UNIQUE INDEX "notification_setting_tenant_id_id_key" ON "notification_setting"("tenant_id", "id");

CREATE UNIQUE INDEX "notification_setting_tenant_id_event_channel_recipient_key" ON "notification_setting"("tenant_id", "event", "channel", "recipient");

CREATE INDEX "appointment_tenant_id_starts_at_idx" ON "appointment"("tenant_id", "starts_at");

CREATE UNIQUE INDEX "appointment_tenant_id_id_key" ON "appointment"("tenant_id", "id");

CREATE UNIQUE INDEX "invoice_tenant_id_id_key" ON "invoice"("tenant_id", "id");

CREATE UNIQUE INDEX "invoice_tenant_id_number_key" ON "invoice"("tenant_id", "number");

CREATE UNIQUE INDEX "queue_tenant_id_id_key" ON "queue"("tenant_id", "id");

CREATE UNIQUE INDEX "queue_tenant_id_name_key" ON "queue"("tenant_id", "name");

CREATE UNIQUE INDEX "ticket_type_tenant_id_id_key" ON "ticket_type"("tenant_id", "id");

CREATE UNIQUE INDEX "ticket_type_tenant_id_name_key" ON "ticket_type"("tenant_id", "name");

CREATE UNIQUE INDEX "ticket_state_tenant_id_id_key" ON "ticket_state"("tenant_id", "id");

CREATE UNIQUE INDEX "ticket_state_tenant_id_name_key" ON "ticket_state"("tenant_id", "name");

CREATE INDEX "ticket_tenant_id_last_message_at_id_idx" ON "ticket"("tenant_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "ticket_tenant_id_state_id_last_message_at_id_idx" ON "ticket"("tenant_id", "state_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "ticket_tenant_id_queue_id_last_message_at_id_idx" ON "ticket"("tenant_id", "queue_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "ticket_tenant_id_assignee_id_last_message_at_id_idx" ON "ticket"("tenant_id", "assignee_id", "last_message_at" DESC, "id" DESC);

CREATE INDEX "ticket_tenant_id_customer_id_last_message_at_idx" ON "ticket"("tenant_id", "customer_id", "last_message_at" DESC);

CREATE UNIQUE INDEX "ticket_tenant_id_id_key" ON "ticket"("tenant_id", "id");

CREATE UNIQUE INDEX "ticket_tenant_id_number_key" ON "ticket"("tenant_id", "number");

CREATE UNIQUE INDEX "ticket_link_tenant_id_id_key" ON "ticket_link"("tenant_id", "id");

CREATE UNIQUE INDEX "ticket_link_tenant_id_from_ticket_id_to_ticket_id_kind_key" ON "ticket_link"("tenant_id", "from_ticket_id", "to_ticket_id", "kind");

CREATE INDEX "message_tenant_id_ticket_id_received_at_id_idx" ON "message"("tenant_id", "ticket_id", "received_at", "id");

CREATE UNIQUE INDEX "message_tenant_id_id_key" ON "message"("tenant_id", "id");

CREATE INDEX "message_key_tenant_id_ticket_id_idx" ON "message_key"("tenant_id", "ticket_id");

CREATE INDEX "attachment_tenant_id_message_id_position_idx" ON "attachment"("tenant_id", "message_id", "position");

CREATE INDEX "attachment_tenant_id_sha256_idx" ON "attachment"("tenant_id", "sha256");

CREATE UNIQUE INDEX "attachment_tenant_id_id_key" ON "attachment"("tenant_id", "id");

CREATE INDEX "audit_entry_tenant_id_ticket_id_at_idx" ON "audit_entry"("tenant_id", "ticket_id", "at");

CREATE UNIQUE INDEX "audit_entry_tenant_id_id_key" ON "audit_entry"("tenant_id", "id");

ALTER TABLE "organization" ADD CONSTRAINT "organization_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer" ADD CONSTRAINT "customer_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer" ADD CONSTRAINT "customer_tenant_id_organization_id_fkey" FOREIGN KEY ("tenant_id", "organization_id") REFERENCES "organization"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer_address" ADD CONSTRAINT "customer_address_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "customer_address" ADD CONSTRAINT "customer_address_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "user_identity" ADD CONSTRAINT "user_identity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "membership" ADD CONSTRAINT "membership_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "app_user"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "raw_mail" ADD CONSTRAINT "raw_mail_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "raw_mail" ADD CONSTRAINT "raw_mail_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "raw_mail" ADD CONSTRAINT "raw_mail_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "raw_mail" ADD CONSTRAINT "raw_mail_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "tenant_usage" ADD CONSTRAINT "tenant_usage_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_tenant_id_default_queue_id_fkey" FOREIGN KEY ("tenant_id", "default_queue_id") REFERENCES "queue"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_tenant_id_reply_via_channel_id_fkey" FOREIGN KEY ("tenant_id", "reply_via_channel_id") REFERENCES "outbound_channel"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "creation_address" ADD CONSTRAINT "creation_address_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "creation_address" ADD CONSTRAINT "creation_address_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "creation_address" ADD CONSTRAINT "creation_address_tenant_id_queue_id_fkey" FOREIGN KEY ("tenant_id", "queue_id") REFERENCES "queue"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "creation_address" ADD CONSTRAINT "creation_address_tenant_id_ticket_type_id_fkey" FOREIGN KEY ("tenant_id", "ticket_type_id") REFERENCES "ticket_type"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "creation_address" ADD CONSTRAINT "creation_address_tenant_id_manager_id_fkey" FOREIGN KEY ("tenant_id", "manager_id") REFERENCES "manager"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_channel" ADD CONSTRAINT "outbound_channel_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "blocked_address" ADD CONSTRAINT "blocked_address_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mail" ADD CONSTRAINT "outbound_mail_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mail" ADD CONSTRAINT "outbound_mail_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mail" ADD CONSTRAINT "outbound_mail_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mail" ADD CONSTRAINT "outbound_mail_tenant_id_channel_id_fkey" FOREIGN KEY ("tenant_id", "channel_id") REFERENCES "outbound_channel"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mail" ADD CONSTRAINT "outbound_mail_tenant_id_author_id_fkey" FOREIGN KEY ("tenant_id", "author_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mime" ADD CONSTRAINT "outbound_mime_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbound_mime" ADD CONSTRAINT "outbound_mime_tenant_id_outbound_mail_id_fkey" FOREIGN KEY ("tenant_id", "outbound_mail_id") REFERENCES "outbound_mail"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "delivery_event" ADD CONSTRAINT "delivery_event_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "delivery_event" ADD CONSTRAINT "delivery_event_tenant_id_outbound_mail_id_fkey" FOREIGN KEY ("tenant_id", "outbound_mail_id") REFERENCES "outbound_mail"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "delivery_event" ADD CONSTRAINT "delivery_event_tenant_id_raw_mail_id_fkey" FOREIGN KEY ("tenant_id", "raw_mail_id") REFERENCES "raw_mail"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "outbox" ADD CONSTRAINT "outbox_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "manager" ADD CONSTRAINT "manager_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "organization_sender" ADD CONSTRAINT "organization_sender_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "organization_sender" ADD CONSTRAINT "organization_sender_tenant_id_organization_id_fkey" FOREIGN KEY ("tenant_id", "organization_id") REFERENCES "organization"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "organization_sender" ADD CONSTRAINT "organization_sender_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "portal_account" ADD CONSTRAINT "portal_account_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "portal_account" ADD CONSTRAINT "portal_account_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "reply_template" ADD CONSTRAINT "reply_template_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "notification_setting" ADD CONSTRAINT "notification_setting_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "appointment" ADD CONSTRAINT "appointment_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "appointment" ADD CONSTRAINT "appointment_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "appointment" ADD CONSTRAINT "appointment_tenant_id_agent_id_fkey" FOREIGN KEY ("tenant_id", "agent_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "invoice" ADD CONSTRAINT "invoice_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "queue" ADD CONSTRAINT "queue_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "queue" ADD CONSTRAINT "queue_tenant_id_reply_via_channel_id_fkey" FOREIGN KEY ("tenant_id", "reply_via_channel_id") REFERENCES "outbound_channel"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_type" ADD CONSTRAINT "ticket_type_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_state" ADD CONSTRAINT "ticket_state_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_counter" ADD CONSTRAINT "ticket_counter_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_state_id_fkey" FOREIGN KEY ("tenant_id", "state_id") REFERENCES "ticket_state"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_queue_id_fkey" FOREIGN KEY ("tenant_id", "queue_id") REFERENCES "queue"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_ticket_type_id_fkey" FOREIGN KEY ("tenant_id", "ticket_type_id") REFERENCES "ticket_type"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_assignee_id_fkey" FOREIGN KEY ("tenant_id", "assignee_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_manager_id_fkey" FOREIGN KEY ("tenant_id", "manager_id") REFERENCES "manager"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_organization_id_fkey" FOREIGN KEY ("tenant_id", "organization_id") REFERENCES "organization"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_mailbox_id_fkey" FOREIGN KEY ("tenant_id", "mailbox_id") REFERENCES "mailbox"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_link" ADD CONSTRAINT "ticket_link_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_link" ADD CONSTRAINT "ticket_link_tenant_id_from_ticket_id_fkey" FOREIGN KEY ("tenant_id", "from_ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "ticket_link" ADD CONSTRAINT "ticket_link_tenant_id_to_ticket_id_fkey" FOREIGN KEY ("tenant_id", "to_ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message" ADD CONSTRAINT "message_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message" ADD CONSTRAINT "message_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message" ADD CONSTRAINT "message_tenant_id_customer_id_fkey" FOREIGN KEY ("tenant_id", "customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message" ADD CONSTRAINT "message_tenant_id_author_id_fkey" FOREIGN KEY ("tenant_id", "author_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message_key" ADD CONSTRAINT "message_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message_key" ADD CONSTRAINT "message_key_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message_key" ADD CONSTRAINT "message_key_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message_rendering" ADD CONSTRAINT "message_rendering_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "message_rendering" ADD CONSTRAINT "message_rendering_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "attachment" ADD CONSTRAINT "attachment_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "attachment" ADD CONSTRAINT "attachment_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;


-- Indexes that the schema language cannot say.

-- A byte-identical delivery by SMTP or HTTP is a repetition of the first; by IMAP the UID tells deliveries apart.
CREATE UNIQUE INDEX "raw_mail_same_bytes" ON "raw_mail" ("tenant_id", "mailbox_id", "sha256") WHERE "uid" IS NULL;
CREATE INDEX "raw_mail_waiting" ON "raw_mail" ("tenant_id", "received_at", "id") WHERE "state" = 'kept';
CREATE INDEX "outbound_mail_due" ON "outbound_mail" ("next_attempt_at") WHERE "state" IN ('pending', 'deferred', 'sending');
CREATE INDEX "outbound_mail_confirmations" ON "outbound_mail" ("created_at") WHERE "kind" = 'confirmation';
CREATE UNIQUE INDEX "ticket_state_one_default_opening" ON "ticket_state" ("tenant_id") WHERE "is_default_opening";
CREATE UNIQUE INDEX "outbound_channel_one_default" ON "outbound_channel" ("tenant_id") WHERE "is_default";
CREATE UNIQUE INDEX "organization_one_house" ON "organization" ("tenant_id") WHERE "is_house";
CREATE INDEX "ticket_subject_search" ON "ticket" USING gin ("tenant_id", lower("subject") gin_trgm_ops);

-- Tenancy.

-- What every tenant table gets, in the migration that makes it. The permissive policy opens the table to the
-- application role; the restrictive one narrows it to the tenant of the transaction, so that a permissive policy
-- added later cannot widen it. `nullif`: after a transaction on a pooled connection the setting reads ''.
CREATE FUNCTION postino_protect(target regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  own_rows CONSTANT text := 'tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid';
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY tenant_rows ON %s AS PERMISSIVE FOR ALL TO postino_app USING (true) WITH CHECK (true)', target);
  EXECUTE format(
    'CREATE POLICY tenant_isolation ON %s AS RESTRICTIVE FOR ALL TO postino_app USING (%s) WITH CHECK (%s)',
    target, own_rows, own_rows);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO postino_app', target);
END
$$;

-- Lets a named role past the policy of one table; which columns it sees is said by a GRANT beside the call.
CREATE FUNCTION postino_open_door(target regclass, role_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('CREATE POLICY %I ON %s AS PERMISSIVE FOR ALL TO %I USING (true) WITH CHECK (true)',
    role_name || '_door', target, role_name);
END
$$;

SELECT postino_protect(table_name) FROM unnest(ARRAY[
  'membership', 'organization', 'customer', 'customer_address', 'mailbox', 'creation_address', 'outbound_channel',
  'blocked_address', 'queue', 'ticket_type', 'ticket_state', 'ticket_counter', 'ticket', 'ticket_link', 'message',
  'message_key', 'message_rendering', 'attachment', 'audit_entry', 'raw_mail', 'tenant_usage', 'outbound_mail',
  'outbound_mime', 'delivery_event', 'outbox', 'manager', 'organization_sender', 'portal_account', 'reply_template',
  'notification_setting', 'appointment', 'invoice'
]::regclass[]) AS table_name;

-- The tenant's own row.
ALTER TABLE "tenant" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "tenant" FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_rows ON "tenant" AS PERMISSIVE FOR ALL TO postino_app USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "tenant" AS RESTRICTIVE FOR ALL TO postino_app
  USING ("id" = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK ("id" = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, UPDATE ("name", "locale", "attach_unknown_to_house") ON "tenant" TO postino_app;

-- The system door. Tables without a tenant belong to it alone.
GRANT SELECT, INSERT, UPDATE, DELETE ON "app_user", "user_identity", "session", "worker_heartbeat", "installation", "rate_limit"
  TO postino_system;

SELECT postino_open_door(table_name, 'postino_system') FROM unnest(ARRAY[
  'tenant', 'membership', 'mailbox', 'creation_address', 'outbound_channel', 'raw_mail', 'tenant_usage',
  'outbound_mail', 'outbox'
]::regclass[]) AS table_name;

GRANT SELECT ON "tenant" TO postino_system;
GRANT SELECT ("id", "tenant_id", "user_id", "role", "display_name", "deactivated_at") ON "membership" TO postino_system;
GRANT SELECT ("id", "tenant_id", "paused_at") ON "mailbox" TO postino_system;
GRANT SELECT ("id", "tenant_id", "mailbox_id", "address", "disabled_at") ON "creation_address" TO postino_system;
GRANT SELECT ("id", "tenant_id", "from_address") ON "outbound_channel" TO postino_system;
GRANT SELECT ("id", "tenant_id", "state", "received_at", "next_attempt_at", "claimed_until") ON "raw_mail" TO postino_system;
GRANT SELECT ("tenant_id", "stored_bytes") ON "tenant_usage" TO postino_system;
GRANT SELECT ("id", "tenant_id", "kind", "state", "next_attempt_at", "leased_until", "created_at") ON "outbound_mail" TO postino_system;
GRANT SELECT, UPDATE ("claimed_until", "coalesce_key"), DELETE ON "outbox" TO postino_system;

-- A fact was recorded: wake the relays. One signal a statement; PostgreSQL folds equal ones of a transaction.
CREATE FUNCTION postino_wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('postino_outbox', '');
  RETURN NULL;
END
$$;
CREATE TRIGGER outbox_wakes_relay AFTER INSERT ON "outbox" FOR EACH STATEMENT EXECUTE FUNCTION postino_wake_relay();

-- Search. Pattern operators are not leakproof, so under a policy the index is not used and every row of the tenant
-- is read. This function goes around the policy on purpose: it adds the tenant itself, refuses without one, and
-- returns ids only, which the caller reads again under the policy.
SELECT postino_open_door(table_name, 'postino_search') FROM unnest(ARRAY['ticket', 'customer', 'ticket_state']::regclass[]) AS table_name;
GRANT SELECT ("tenant_id", "id", "subject", "state_id", "queue_id", "assignee_id", "customer_id", "last_message_at")
  ON "ticket" TO postino_search;
GRANT SELECT ("tenant_id", "id", "registered_at") ON "customer" TO postino_search;
GRANT SELECT ("tenant_id", "id", "phase") ON "ticket_state" TO postino_search;

CREATE FUNCTION postino_search_tickets(
  needle text, in_queue uuid, in_state uuid, for_assignee uuid, only_unassigned boolean, only_open boolean,
  only_unregistered boolean, before_at timestamptz, before_id uuid, max_rows integer
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant CONSTANT uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  pattern CONSTANT text := '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT t.id FROM public.ticket t
    WHERE t.tenant_id = tenant
      AND lower(t.subject) LIKE pattern
      AND (in_queue IS NULL OR t.queue_id = in_queue)
      AND (in_state IS NULL OR t.state_id = in_state)
      AND (for_assignee IS NULL OR t.assignee_id = for_assignee)
      AND (NOT only_unassigned OR t.assignee_id IS NULL)
      AND (NOT only_open OR EXISTS (
        SELECT 1 FROM public.ticket_state s WHERE s.tenant_id = tenant AND s.id = t.state_id AND s.phase <> 'closing'))
      AND (NOT only_unregistered OR EXISTS (
        SELECT 1 FROM public.customer c WHERE c.tenant_id = tenant AND c.id = t.customer_id AND c.registered_at IS NULL))
      AND (before_at IS NULL OR (t.last_message_at, t.id) < (before_at, before_id))
    ORDER BY t.last_message_at DESC, t.id DESC
    LIMIT least(max_rows, 200);
END
$$;
-- A new owner must be allowed to make functions here, unless a superuser hands it over.
GRANT CREATE ON SCHEMA public TO postino_search;
ALTER FUNCTION postino_search_tickets OWNER TO postino_search;
REVOKE CREATE ON SCHEMA public FROM postino_search;
REVOKE ALL ON FUNCTION postino_search_tickets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postino_search_tickets TO postino_app;
REVOKE ALL ON FUNCTION postino_protect, postino_open_door FROM PUBLIC;

-- A stuck statement, lock or transaction ends by itself.
ALTER ROLE postino_app SET statement_timeout = '5s';
ALTER ROLE postino_app SET lock_timeout = '2s';
ALTER ROLE postino_app SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE postino_system SET statement_timeout = '5s';
ALTER ROLE postino_system SET lock_timeout = '2s';
ALTER ROLE postino_system SET idle_in_transaction_session_timeout = '10s';
