-- The server of a mailbox says in Authentication-Results what it found out about senders (RFC 8601): the name under which
-- it is believed. Empty: nobody is, and we look ourselves.
ALTER TABLE "mailbox_connection" ADD COLUMN "trusted_server" TEXT NOT NULL DEFAULT '';

-- Providers whose name is known. Theirs take away what others write in it.
UPDATE "mailbox_connection" SET "trusted_server" = 'mx.google.com' WHERE "host" = 'imap.gmail.com';
UPDATE "mailbox_connection" SET "trusted_server" = 'protection.outlook.com' WHERE "host" = 'outlook.office365.com';
