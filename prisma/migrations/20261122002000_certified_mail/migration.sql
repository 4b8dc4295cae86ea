-- Who carried a mail that came by Italian certified mail, and what can be said of him: shown on the message.
ALTER TABLE "message" ADD COLUMN "certified" JSONB;
