-- A mail that comes to two creation addresses of one mailbox comes to the queues of both: two deliveries.
DROP INDEX "raw_mail_same_bytes";
CREATE UNIQUE INDEX "raw_mail_same_bytes" ON "raw_mail" ("tenant_id", "mailbox_id", "sha256", "recipient") WHERE "uid" IS NULL;

DROP INDEX "inbound_fetch_tenant_id_webhook_event_id_mailbox_id_key";
CREATE UNIQUE INDEX "inbound_fetch_tenant_id_webhook_event_id_mailbox_id_recipie_key"
  ON "inbound_fetch"("tenant_id", "webhook_event_id", "mailbox_id", "recipient");
