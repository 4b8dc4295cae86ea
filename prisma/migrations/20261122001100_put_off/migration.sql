-- Since when a tenant's mail is put off because its bytes could not be stored; null when they can.
ALTER TABLE "tenant_usage" ADD COLUMN "put_off_since" TIMESTAMPTZ(3);
GRANT SELECT ("put_off_since") ON "tenant_usage" TO "postino_system";
