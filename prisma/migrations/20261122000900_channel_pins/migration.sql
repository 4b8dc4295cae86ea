-- The one certificate that is taken instead of a checked one, on the way out too; and the one that a test saw refused.
ALTER TABLE "outbound_channel" ADD COLUMN "pinned_fingerprint" TEXT;
ALTER TABLE "channel_test" ADD COLUMN "fingerprint" TEXT;
