-- A mail that came to mailboxes of several queues is one ticket, which stands in one of them and is found in all. Most
-- tickets have no other queue: for them the column takes no room, and they are in no further index.

ALTER TABLE "ticket" ADD COLUMN "also_queue_ids" UUID[];
CREATE INDEX "ticket_also_in_queue" ON "ticket" ("tenant_id", "state_id", "last_message_at" DESC, "id" DESC)
  INCLUDE ("queue_id", "also_queue_ids") WHERE "also_queue_ids" <> '{}';

-- As before, and what is looked for in a queue is found there also when it stands in another.
GRANT SELECT ("also_queue_ids") ON "ticket" TO postino_search;
CREATE OR REPLACE FUNCTION postino_search_tickets(
  needle text, in_queue uuid, in_state uuid, for_assignee uuid, only_unassigned boolean, only_open boolean,
  only_unregistered boolean, before_at timestamptz, before_id uuid, max_rows integer
) RETURNS TABLE (id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant CONSTANT uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  word CONSTANT text := lower(needle);
  pattern CONSTANT text := '%' || replace(replace(replace(word, '\', '\\'), '%', '\%'), '_', '\_') || '%';
  has_trigram CONSTANT boolean := word ~ '[[:alnum:]]{3}';
  pairs CONSTANT tsquery := CASE WHEN NOT has_trigram THEN (
    SELECT string_agg(
      '''' || replace(replace(pair, '\', '\\'), '''', '''''') || '''' || CASE WHEN length(word) = 1 THEN ':*' ELSE '' END,
      ' & ')::tsquery
    FROM generate_series(1, greatest(1, length(word) - 1)) AS place CROSS JOIN substr(word, place, 2) AS pair) END;
BEGIN
  IF tenant IS NULL THEN
    RAISE EXCEPTION 'no tenant' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    WITH found AS MATERIALIZED (
      SELECT t.id, t.state_id, t.queue_id, t.also_queue_ids, t.assignee_id, t.customer_id, t.last_message_at
      FROM public.ticket t
      WHERE has_trigram AND t.tenant_id = tenant AND lower(t.subject) LIKE pattern
      UNION ALL
      SELECT t.id, t.state_id, t.queue_id, t.also_queue_ids, t.assignee_id, t.customer_id, t.last_message_at
      FROM public.ticket t
      WHERE NOT has_trigram AND t.tenant_id = tenant AND public.postino_pairs(lower(t.subject)) @@ pairs
        AND position(word IN lower(t.subject)) > 0
    )
    SELECT t.id FROM found t
    WHERE (in_queue IS NULL OR t.queue_id = in_queue OR in_queue = ANY(t.also_queue_ids))
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
