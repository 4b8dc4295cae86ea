-- What is read often reads what it shows, however much else there is.

-- Under a policy the planner may not look at how often a value occurs, unless comparing it is known to leak nothing,
-- which PostgreSQL does not say of enums: it takes every mail for one that waits, and reads the table whole. So for both
-- roles a whole table is the last resort, and no read takes the other processors from those beside it.
ALTER ROLE postino_app SET enable_seqscan = off;
ALTER ROLE postino_system SET enable_seqscan = off;
ALTER ROLE postino_app SET max_parallel_workers_per_gather = 0;
ALTER ROLE postino_system SET max_parallel_workers_per_gather = 0;

-- For the same reason an enum in the midst of an index finds nothing: these would have been looked for among all mails.
CREATE INDEX "raw_mail_quarantined" ON "raw_mail" ("tenant_id", "received_at" DESC, "id" DESC) WHERE "state" = 'quarantined';

-- As before, but the subject is always looked for in its index: the plan that reads the newest tickets until a page is
-- full is good for common words, and those never come here.
CREATE OR REPLACE FUNCTION postino_search_tickets(
  needle text, in_queue uuid, in_state uuid, for_assignee uuid, only_unassigned boolean, only_open boolean,
  only_unregistered boolean, before_at timestamptz, before_id uuid, max_rows integer
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant CONSTANT uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  pattern CONSTANT text := '%' || replace(replace(replace(lower(needle), '\', '\\'), '%', '\%'), '_', '\_') || '%';
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT t.id, t.state_id, t.queue_id, t.assignee_id, t.customer_id, t.last_message_at FROM public.ticket t
      WHERE t.tenant_id = tenant AND lower(t.subject) LIKE pattern
    )
    SELECT t.id FROM found t
    WHERE (in_queue IS NULL OR t.queue_id = in_queue)
      AND (in_state IS NULL OR t.state_id = in_state)
      AND (for_assignee IS NULL OR t.assignee_id = for_assignee)
      AND (NOT only_unassigned OR t.assignee_id IS NULL)
      AND (NOT only_open OR EXISTS (
        SELECT 1 FROM public.ticket_state s WHERE s.tenant_id = tenant AND s.id = t.state_id AND s.phase <> 'closing'))
      AND (NOT only_unregistered OR EXISTS (
        SELECT 1 FROM public.customer c WHERE c.tenant_id = tenant AND c.id = t.customer_id AND c.registered_at IS NULL))
      AND (before_at IS NULL OR (t.last_message_at, t.id) < (before_at, before_id))
    ORDER BY t.last_message_at DESC, t.id DESC
    LIMIT least(max_rows, 200);
END
$$;
