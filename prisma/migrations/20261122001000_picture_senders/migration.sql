-- Whose remote pictures are shown to everybody of a tenant without asking.
CREATE TABLE "picture_sender" (
    "tenant_id" UUID NOT NULL DEFAULT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid,
    "address_key" TEXT NOT NULL,
    "membership_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "picture_sender_pkey" PRIMARY KEY ("tenant_id","address_key")
);

ALTER TABLE "picture_sender" ADD CONSTRAINT "picture_sender_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE NO ACTION ON UPDATE NO ACTION;

ALTER TABLE "picture_sender" ADD CONSTRAINT "picture_sender_tenant_id_membership_id_fkey" FOREIGN KEY ("tenant_id", "membership_id") REFERENCES "membership"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

SELECT postino_protect('picture_sender'::regclass);
