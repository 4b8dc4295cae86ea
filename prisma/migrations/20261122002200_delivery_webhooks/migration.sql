-- What became of mails that a provider took is told by webhooks of its own. The secret that they are signed with, sealed
-- with a key for nothing else: whoever answers requests must open it, and opens no password with it.
ALTER TABLE "outbound_channel" ADD COLUMN "webhook_secret" BYTEA;
