-- One sender opens so many tickets an hour. What is over that is held in quarantine, and opened when there is room again.
ALTER TABLE "raw_mail" ADD COLUMN     "held_customer_id" UUID;

ALTER TABLE "raw_mail" ADD CONSTRAINT "raw_mail_tenant_id_held_customer_id_fkey" FOREIGN KEY ("tenant_id", "held_customer_id") REFERENCES "customer"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- Asked with every mail: how many tickets its sender opened lately.
CREATE INDEX "ticket_tenant_id_customer_id_created_at_idx" ON "ticket"("tenant_id", "customer_id", "created_at");

-- Whose mail is held, and which of it is the next.
CREATE INDEX "raw_mail_held" ON "raw_mail" ("tenant_id", "held_customer_id", "received_at", "id")
  WHERE "held_customer_id" IS NOT NULL;

-- What else is in quarantine is found beside however many of these.
CREATE INDEX "raw_mail_set_aside" ON "raw_mail" ("tenant_id", "received_at" DESC, "id" DESC)
  WHERE "state" = 'quarantined' AND "held_customer_id" IS NULL;

-- Whose mail is held, each with the first in turn: however much one of them sent, he is one step in that index.
CREATE FUNCTION postino_first_held(max_senders integer) RETURNS TABLE (customer_id uuid, raw_mail_id uuid)
LANGUAGE sql STABLE ROWS 5 SET search_path = '' AS $$
  WITH RECURSIVE first_held AS (
    (SELECT r.held_customer_id, r.id FROM public.raw_mail r WHERE r.held_customer_id IS NOT NULL
      ORDER BY r.held_customer_id, r.received_at, r.id LIMIT 1)
    UNION ALL
    SELECT next.held_customer_id, next.id FROM first_held f CROSS JOIN LATERAL (
      SELECT r.held_customer_id, r.id FROM public.raw_mail r
      WHERE r.held_customer_id IS NOT NULL AND r.held_customer_id > f.held_customer_id
      ORDER BY r.held_customer_id, r.received_at, r.id LIMIT 1) next
  )
  SELECT f.held_customer_id, f.id FROM first_held f LIMIT max_senders
$$;
REVOKE ALL ON FUNCTION postino_first_held FROM PUBLIC;
GRANT EXECUTE ON FUNCTION postino_first_held TO postino_app;

-- Workers look for tenants where mail is held.
GRANT SELECT ("held_customer_id") ON "raw_mail" TO postino_system;
