-- Where the sender of a mail wants answers.
ALTER TABLE "message" ADD COLUMN "reply_to_addresses" JSONB NOT NULL DEFAULT '[]';

-- Requests to join are few among all messages, and are counted with every look at the inbox.
CREATE INDEX "message_join_request" ON "message" ("tenant_id", "ticket_id") WHERE "join_state" = 'pending';
