-- A tenant's mails whose turn has come, asked for whenever one leaves: without this, all that ever left by its channel were
-- gone through in an index.
CREATE INDEX "outbound_mail_due_of_tenant" ON "outbound_mail" ("tenant_id", "next_attempt_at")
  WHERE "state" IN ('pending', 'deferred');
