import pg from 'pg'
import { makeTexts, sentencesOf, subjectObjects, subjectTopics } from './made-up-texts.mjs'

/**
 * Gives a tenant many tickets with everything that mail brings: customers (six in a hundred unregistered), messages with
 * keys, raw and outbound mails, files and history, over two years, most of them closed. Asked again it adds to what is
 * there. By SQL, in one transaction, without foreign keys being looked at; it needs PostgreSQL 18 and a superuser.
 *
 * @param {{ databaseUrl: string, tenantSlug: string, tickets: number, messages: number }} wish `messages`: of all
 *   tickets together; one ticket in a few thousand has more than a hundred. The tenant has its queues, states, agents,
 *   a mailbox and a standard channel.
 */
export async function fillTickets({ databaseUrl, tenantSlug, tickets, messages }) {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'fill tickets' })
  await client.connect()
  try {
    await client.query('BEGIN')
    // The same data on every machine: what is random depends on the seed and the order of the rows alone.
    await client.query(`SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL session_replication_role = replica;
      SET LOCAL jit = off; SET LOCAL work_mem = '64MB'; SELECT setseed(0.42)`)
    await prepare(client, tenantSlug, { tickets, messages })
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
    // What autovacuum would do in the midst of a measurement.
    await client.query(`VACUUM (ANALYZE) ${filledTables.join(', ')}`)
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}

/** So many different texts the messages have. */
const textCount = 500

const filledTables = [
  ...['organization', 'customer', 'customer_address', 'ticket', 'message', 'message_key', 'attachment'],
  ...['raw_mail', 'outbound_mail', 'audit_entry', 'ticket_counter', 'tenant_usage'],
]

/** The tenant's own rows, as arrays to choose from, and the texts. */
async function prepare(client, tenantSlug, { tickets, messages }) {
  const { rows } = await client.query(
    `SELECT set_config('app.tenant_id', id::text, true) FROM tenant WHERE slug = $1`,
    [tenantSlug],
  )
  if (rows.length === 0) throw new Error(`there is no tenant "${tenantSlug}"`)
  await client.query(
    `CREATE TEMP TABLE fill ON COMMIT DROP AS
    WITH mine AS (SELECT nullif(current_setting('app.tenant_id'), '')::uuid AS id)
    SELECT mine.id AS tenant_id, $1::int AS tickets, $2::int AS messages, greatest(1, $1::int / 5) AS customers,
      coalesce((SELECT last_number FROM ticket_counter c WHERE c.tenant_id = mine.id), 0) AS first_number,
      now() - interval '2 years' AS began, $3::text AS slug,
      ARRAY(SELECT q.id FROM queue q WHERE q.tenant_id = mine.id ORDER BY position) AS queues,
      ARRAY(SELECT s.id FROM ticket_state s WHERE s.tenant_id = mine.id AND phase <> 'closing' ORDER BY position) AS open_states,
      ARRAY(SELECT s.id FROM ticket_state s WHERE s.tenant_id = mine.id AND phase = 'closing' ORDER BY position) AS closed_states,
      ARRAY(SELECT m.id FROM membership m WHERE m.tenant_id = mine.id AND deactivated_at IS NULL ORDER BY id) AS agents,
      (SELECT b.id FROM mailbox b WHERE b.tenant_id = mine.id ORDER BY created_at, id LIMIT 1) AS mailbox,
      (SELECT a.address FROM creation_address a WHERE a.tenant_id = mine.id ORDER BY address LIMIT 1) AS recipient,
      (SELECT c.id FROM outbound_channel c WHERE c.tenant_id = mine.id AND is_default) AS channel,
      (SELECT c.from_address FROM outbound_channel c WHERE c.tenant_id = mine.id AND is_default) AS from_address,
      $4::text[] AS topics, $5::text[] AS objects, $6::text[] AS names
    FROM mine`,
    [tickets, messages, tenantSlug, subjectTopics, subjectObjects, sentencesOf.names],
  )
  // A table, because an array of this size would be unpacked again for every row.
  await client.query(
    `CREATE TEMP TABLE fill_text ON COMMIT DROP AS
    SELECT n::int - 1 AS n, text, '> ' || text AS quote, '<p>' || text || '</p>' AS html
    FROM unnest($1::text[]) WITH ORDINALITY AS x(text, n)`,
    [makeTexts(textCount)],
  )
}

const one = (array) => `${array}[1 + floor(random() * cardinality(${array}))::int]`

/** Row by row in this order: later ones use what earlier ones made. */
const statements = [
  `CREATE TEMP TABLE fill_customer ON COMMIT DROP AS
    SELECT n, uuidv7(interval '-2 years') AS id, ${one('f.names')} || ' ' || ${one('f.names')} AS name,
      'person' || f.first_number + n || '@' || f.slug || (n % 997) || '.example' AS address,
      random() >= 0.06 AS is_registered, (n % greatest(1, f.customers / 20))::int AS organization
    FROM fill f, generate_series(1, f.customers) n`,
  `CREATE TEMP TABLE fill_organization ON COMMIT DROP AS
    SELECT n, uuidv7(interval '-2 years') AS id FROM fill f, generate_series(0, greatest(1, f.customers / 20) - 1) n`,
  `INSERT INTO organization (id, name) SELECT o.id, f.names[1 + o.n % cardinality(f.names)] || ' ' || o.n FROM fill f, fill_organization o`,
  `INSERT INTO customer (id, organization_id, name, registered_at, created_at)
    SELECT c.id, CASE WHEN c.is_registered THEN o.id END, c.name, CASE WHEN c.is_registered THEN f.began END, f.began
    FROM fill f, fill_customer c LEFT JOIN fill_organization o ON o.n = c.organization`,
  `INSERT INTO customer_address (id, customer_id, address, address_key, created_at)
    SELECT uuidv7(interval '-2 years'), c.id, c.address, lower(c.address), f.began FROM fill f, fill_customer c`,
  // Which ticket a message belongs to: one each, the rest unevenly (the multiplication scatters the busy ones).
  `CREATE TEMP TABLE fill_place ON COMMIT DROP AS
    SELECT ticket, row_number() OVER of_ticket AS position, count(*) OVER (PARTITION BY ticket) AS message_count
    FROM (SELECT g, CASE WHEN g <= f.tickets THEN g
        ELSE 1 + (floor(f.tickets * power(random(), 1.6))::bigint * 7919 % f.tickets)::int END AS ticket
      FROM fill f, generate_series(1, greatest(f.tickets, f.messages)) g) x
    WINDOW of_ticket AS (PARTITION BY ticket ORDER BY g)`,
  `CREATE TEMP TABLE fill_ticket ON COMMIT DROP AS
    SELECT n, message_count, created_at, step, customer, is_closed,
      uuidv7(created_at - now()) AS id,
      least(now() - (f.tickets - n) * interval '1 ms', created_at + (message_count - 1) * step) AS last_at
    FROM fill f CROSS JOIN LATERAL (
      SELECT ticket AS n, message_count::int AS message_count,
        f.began + (now() - f.began) * (ticket::float / f.tickets) - interval '1 minute' AS created_at,
        interval '20 minutes' + random() * interval '30 hours' AS step,
        1 + floor(f.customers * power(random(), 2.5))::int AS customer,
        random() > CASE WHEN ticket > f.tickets * 0.92 THEN 0.45 ELSE 0.006 END AS is_closed
      FROM fill_place WHERE position = 1 ORDER BY ticket) t`,
  `INSERT INTO ticket (id, number, subject, state_id, queue_id, priority, assignee_id, customer_id, organization_id, mailbox_id,
      excerpt, message_count, unanswered_since, last_message_at, closed_at, created_at)
    SELECT t.id, f.first_number + t.n,
      ${one('f.topics')} || ' ' || ${one('f.objects')} || ', order ' || 10000 + t.n,
      CASE WHEN t.is_closed THEN ${one('f.closed_states')} ELSE ${one('f.open_states')} END, ${one('f.queues')},
      (CASE WHEN random() < 0.85 THEN 'normal' WHEN random() < 0.5 THEN 'high' WHEN random() < 0.7 THEN 'low' ELSE 'urgent' END)::ticket_priority,
      CASE WHEN random() < CASE WHEN t.is_closed THEN 0.95 ELSE 0.6 END THEN ${one('f.agents')} END,
      c.id, CASE WHEN c.is_registered THEN o.id END, f.mailbox, left(x.text, 160), t.message_count,
      CASE WHEN NOT t.is_closed AND random() < 0.5 THEN t.last_at END, t.last_at,
      CASE WHEN t.is_closed THEN t.last_at END, t.created_at
    FROM fill f, fill_ticket t JOIN fill_customer c ON c.n = t.customer
      LEFT JOIN fill_organization o ON o.n = c.organization JOIN fill_text x ON x.n = t.n % ${textCount} ORDER BY t.n`,
  `CREATE TEMP TABLE fill_message ON COMMIT DROP AS
    SELECT t.n, t.customer, t.id AS ticket_id, x.position, uuidv7(x.at - now()) AS id, uuidv7(x.at - now()) AS mail_id, x.at,
      CASE WHEN x.position = 1 THEN 'inbound' WHEN random() < 0.08 THEN 'note' WHEN x.position % 2 = 0 THEN 'reply'
        ELSE 'inbound' END AS kind,
      floor(random() * ${textCount})::int AS text, random() AS chance
    FROM fill_place p JOIN fill_ticket t ON t.n = p.ticket
    CROSS JOIN LATERAL (SELECT p.position, least(t.last_at, t.created_at + (p.position - 1) * t.step) AS at) x
    ORDER BY t.n, p.position`,
  `INSERT INTO message (id, ticket_id, kind, join_state, customer_id, author_id, from_name, from_address, to_addresses, subject,
      visible_text, quoted_text, html, message_id_header, authentication, sent_at, received_at)
    SELECT m.id, m.ticket_id, m.kind::message_kind,
      CASE WHEN m.kind = 'inbound' AND m.position > 1 AND m.chance < 0.0005 THEN 'pending'::join_state END,
      CASE WHEN m.kind = 'inbound' THEN c.id END, CASE WHEN m.kind <> 'inbound' THEN f.agents[1 + m.n % cardinality(f.agents)] END,
      CASE WHEN m.kind = 'inbound' THEN c.name ELSE '' END,
      CASE m.kind WHEN 'inbound' THEN c.address WHEN 'reply' THEN f.from_address ELSE '' END,
      CASE m.kind WHEN 'inbound' THEN jsonb_build_array(jsonb_build_object('name', '', 'address', f.recipient))
        WHEN 'reply' THEN jsonb_build_array(jsonb_build_object('name', c.name, 'address', c.address)) ELSE '[]' END,
      'Order ' || 10000 + m.n, x.text,
      CASE WHEN m.position > 1 AND m.kind <> 'note' AND m.chance < 0.5 THEN x.quote ELSE '' END,
      CASE WHEN m.kind <> 'inbound' OR m.chance < 0.4 THEN x.html END,
      CASE WHEN m.kind <> 'note' THEN m.id || '@' || f.slug || '.example' END,
      CASE WHEN m.kind = 'inbound' THEN 'pass' ELSE 'none' END, m.at, m.at
    FROM fill f, fill_message m JOIN fill_customer c ON c.n = m.customer JOIN fill_text x ON x.n = m.text ORDER BY m.n, m.position`,
  `INSERT INTO message_key (kind, key, message_id, ticket_id, created_at)
    SELECT k.kind::message_key_kind, k.key, m.id, m.ticket_id, m.at FROM fill f, fill_message m CROSS JOIN LATERAL (
      VALUES ('message_id', m.id || '@' || f.slug || '.example'), ('content', md5(m.id::text) || md5(m.mail_id::text))) k(kind, key)
    WHERE m.kind = 'inbound' OR m.kind = 'reply' AND k.kind = 'message_id'`,
  `INSERT INTO raw_mail (id, mailbox_id, source, recipient, envelope_from, envelope_to, client_ip, helo, size_bytes, sha256,
      received_at, state, outcome, subject, from_address, attempts, next_attempt_at, ticket_id, message_id, decided_at, trail)
    SELECT m.mail_id, f.mailbox, 'smtp', f.recipient, c.address, ARRAY[f.recipient], '192.0.2.1', 'mail.example',
      4000 + m.text * 10, md5(m.mail_id::text) || md5(m.id::text), m.at, 'processed',
      CASE WHEN m.position = 1 THEN 'create' ELSE 'append' END, 'Order ' || 10000 + m.n, c.address, 1, m.at,
      m.ticket_id, m.id, m.at, '[]'
    FROM fill f, fill_message m JOIN fill_customer c ON c.n = m.customer WHERE m.kind = 'inbound'`,
  `INSERT INTO outbound_mail (id, kind, state, ticket_id, message_id, channel_id, author_id, message_id_header, envelope_from,
      recipients, attempts, lease_token, next_attempt_at, created_at, settled_at)
    SELECT m.mail_id, 'reply', 'accepted', m.ticket_id, m.id, f.channel, f.agents[1 + m.n % cardinality(f.agents)],
      m.id || '@' || f.slug || '.example', f.from_address,
      jsonb_build_array(jsonb_build_object('address', c.address, 'state', 'accepted', 'detail', '250 OK')), 1, 1, m.at, m.at, m.at
    FROM fill f, fill_message m JOIN fill_customer c ON c.n = m.customer WHERE m.kind = 'reply'`,
  `INSERT INTO attachment (id, message_id, position, file_name, content_type, size_bytes, sha256, created_at)
    SELECT uuidv7(m.at - now()), m.id, 0, 'photo-' || m.n || '.png', 'image/png', 90000, repeat(md5(m.id::text), 2), m.at
    FROM fill_message m WHERE m.kind = 'inbound' AND m.chance > 0.9`,
  `INSERT INTO audit_entry (id, ticket_id, actor_kind, actor_id, action, details, at)
    SELECT uuidv7(e.at - now()), t.id, e.actor, CASE WHEN e.actor = 'agent' THEN f.agents[1 + t.n % cardinality(f.agents)] END,
      e.action, e.details::jsonb, e.at
    FROM fill f, fill_ticket t CROSS JOIN LATERAL (VALUES
      ('system', 'ticket_created', '{}', t.created_at),
      ('agent', 'state_changed', '{"from": "Open", "to": "Closed"}', t.last_at)) e(actor, action, details, at)
    WHERE e.actor = 'system' OR t.is_closed`,
  `INSERT INTO ticket_counter (last_number) SELECT f.first_number + f.tickets FROM fill f
    ON CONFLICT (tenant_id) DO UPDATE SET last_number = excluded.last_number`,
  `INSERT INTO tenant_usage (stored_bytes) SELECT f.messages * 4000::bigint FROM fill f
    ON CONFLICT (tenant_id) DO UPDATE SET stored_bytes = tenant_usage.stored_bytes + excluded.stored_bytes`,
]
