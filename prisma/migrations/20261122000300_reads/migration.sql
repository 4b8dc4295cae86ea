-- What is read at every click.

-- The list of a state and the counts of the open tickets, without a look at the tickets themselves.
DROP INDEX "ticket_tenant_id_state_id_last_message_at_id_idx";
CREATE INDEX "ticket_of_state"
  ON "ticket"("tenant_id", "state_id", "last_message_at" DESC, "id" DESC, "queue_id", "assignee_id", "customer_id");

-- A customer's first address comes first, unsorted: fifty are read for a page of the list.
DROP INDEX "customer_address_tenant_id_customer_id_idx";
CREATE INDEX "customer_address_of_customer"
  ON "customer_address"("tenant_id", "customer_id", "is_primary" DESC, "created_at", "id");

-- Who is unregistered: few of many.
CREATE INDEX "customer_unregistered" ON "customer" ("tenant_id", "id") WHERE "registered_at" IS NULL;
