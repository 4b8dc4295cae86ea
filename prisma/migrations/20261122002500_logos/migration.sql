-- A picture that a domain's mails bring again and again, as their signatures do: it leaves the list of files.
ALTER TABLE "attachment" ADD COLUMN "is_logo" BOOLEAN NOT NULL DEFAULT false;
