-- What a signed request said when its id was taken, so that another body under the same id is not taken for a repetition.
-- Null: taken before this was kept, or the sender is one whose ids we do not compare.
ALTER TABLE "webhook_event" ADD COLUMN "body_sha256" TEXT;
