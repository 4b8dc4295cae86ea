-- Tickets that turn out to be one conversation, and mails that were forwarded.

-- How mails tie two tickets that may not be one yet: asked again when more people are known to take part.
ALTER TABLE "ticket_link" ADD COLUMN "ties" SMALLINT NOT NULL DEFAULT 0;
CREATE INDEX "ticket_link_tenant_id_to_ticket_id_idx" ON "ticket_link"("tenant_id", "to_ticket_id");
-- Before a ticket's row goes, the database looks whether a mail still names it.
CREATE INDEX "raw_mail_tenant_id_ticket_id_idx" ON "raw_mail"("tenant_id", "ticket_id");

-- The row of a merged ticket is gone; its number, and the marks in our mails that carry its id, lead on.
CREATE TABLE "merged_ticket" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "number" INTEGER NOT NULL,
    "into_ticket_id" UUID NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "merged_ticket_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "merged_ticket_tenant_id_id_key" ON "merged_ticket"("tenant_id", "id");
CREATE UNIQUE INDEX "merged_ticket_tenant_id_number_key" ON "merged_ticket"("tenant_id", "number");
CREATE INDEX "merged_ticket_tenant_id_into_ticket_id_idx" ON "merged_ticket"("tenant_id", "into_ticket_id");
ALTER TABLE "merged_ticket" ADD CONSTRAINT "merged_ticket_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "merged_ticket" ADD CONSTRAINT "merged_ticket_tenant_id_into_ticket_id_fkey" FOREIGN KEY ("tenant_id", "into_ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Rare beside `message_key`, which stays as small as it is: the id is there already, and leads elsewhere too.
CREATE TABLE "further_message_key" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "kind" "message_key_kind" NOT NULL,
    "key" TEXT NOT NULL,
    "ticket_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "further_message_key_pkey" PRIMARY KEY ("tenant_id","kind","key","ticket_id")
);
CREATE INDEX "further_message_key_tenant_id_ticket_id_idx" ON "further_message_key"("tenant_id", "ticket_id");
ALTER TABLE "further_message_key" ADD CONSTRAINT "further_message_key_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "further_message_key" ADD CONSTRAINT "further_message_key_tenant_id_ticket_id_fkey" FOREIGN KEY ("tenant_id", "ticket_id") REFERENCES "ticket"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

CREATE TABLE "forwarded_mail" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "message_id" UUID NOT NULL,
    "how" TEXT NOT NULL,
    "from_name" TEXT NOT NULL DEFAULT '',
    "from_address" TEXT NOT NULL DEFAULT '',
    "subject" TEXT NOT NULL DEFAULT '',
    "sent_at" TIMESTAMPTZ(3),
    "date_text" TEXT NOT NULL DEFAULT '',
    "confidence" TEXT NOT NULL,
    "evidence" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "files" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "body" TEXT NOT NULL DEFAULT '',
    "requester_since" TIMESTAMPTZ(3),

    CONSTRAINT "forwarded_mail_pkey" PRIMARY KEY ("tenant_id","message_id")
);
ALTER TABLE "forwarded_mail" ADD CONSTRAINT "forwarded_mail_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;
ALTER TABLE "forwarded_mail" ADD CONSTRAINT "forwarded_mail_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "message"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect(table_name)
FROM unnest(ARRAY['merged_ticket', 'further_message_key', 'forwarded_mail']::regclass[]) AS table_name;

-- Who signs in is no tenant's, so a tenant may ask one thing only: is this the address of one of its own people, who may
-- still sign in? As the search, this goes around the policy on purpose, adds the tenant itself, and returns an id.
SELECT postino_open_door('membership', 'postino_search');
GRANT SELECT ("id", "tenant_id", "user_id", "deactivated_at") ON "membership" TO postino_search;
GRANT SELECT ("id", "email", "disabled_at") ON "app_user" TO postino_search;
CREATE FUNCTION postino_find_agent(address text) RETURNS uuid
LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant CONSTANT uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant' USING ERRCODE = '42501';
  END IF;
  RETURN (
    SELECT m.id FROM public.app_user u JOIN public.membership m ON m.user_id = u.id
    WHERE u.email = lower(address) AND u.disabled_at IS NULL
      AND m.tenant_id = tenant AND m.deactivated_at IS NULL);
END
$$;
-- A new owner must be allowed to make functions here, unless a superuser hands it over.
GRANT CREATE ON SCHEMA public TO postino_search;
ALTER FUNCTION postino_find_agent OWNER TO postino_search;
REVOKE CREATE ON SCHEMA public FROM postino_search;
REVOKE ALL ON FUNCTION postino_find_agent FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postino_find_agent TO postino_app;
