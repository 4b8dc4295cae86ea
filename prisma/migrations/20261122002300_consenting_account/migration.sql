-- Who consented for a mailbox, when that is another account than the address it was asked for.
ALTER TABLE "oauth_request" ADD COLUMN "account" TEXT;
