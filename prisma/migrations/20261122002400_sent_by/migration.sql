-- Who sent a mail for somebody else (Sender, RFC 5322 section 3.6.2), as an assistant or a program: shown on the message.
ALTER TABLE "message" ADD COLUMN "sent_by" TEXT NOT NULL DEFAULT '';
