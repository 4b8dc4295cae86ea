/**
 * What the mails should have become, against what they did: one message each, mails of one conversation by one sender
 * in one ticket and of another in another, one confirmation to each sender of a new ticket.
 *
 * @param {import('pg').Client} owner
 * @param {import('./mail-mix.mjs').MixedMail[]} mails
 * @param {{ to: string }[]} sent what left the house
 */
export async function checkOutcome(owner, mails, sent) {
  const { rows } = await owner.query(
    `SELECT m.message_id_header AS id, m.ticket_id AS ticket, m.tenant_id AS tenant FROM message m WHERE m.kind = 'inbound' AND m.message_id_header = ANY($1)`,
    [mails.map(({ messageId }) => messageId)],
  )
  const messages = groupBy(rows, ({ id }) => id)
  const lost = mails.filter(({ messageId }) => !messages.has(messageId)).length
  const doubled = [...messages.values()].filter((found) => found.length > 1).length
  const ticketOf = (mail) => messages.get(mail.messageId)?.[0].ticket
  const conversations = groupBy(mails, ({ conversation }) => conversation)
  const torn = [...conversations.values()].filter((one) => new Set(one.map(ticketOf)).size > 1)
  const mixed = [...groupBy(mails, ticketOf).values()].filter(
    (one) => new Set(one.map(({ conversation }) => conversation)).size > 1,
  )
  const tickets = new Set(rows.map(({ ticket }) => ticket)).size

  const askers = new Set(mails.map(({ from, to }) => `${to} ${from}`)).size
  const senders = new Set(mails.map(({ from }) => from))
  const confirmations = sent.filter(({ to }) => senders.has(to)).length

  const troubles = [
    lost > 0 && `${lost} mails became no message`,
    doubled > 0 && `${doubled} mails became two messages`,
    torn.length > 0 &&
      `${torn.length} conversations lie in several tickets, such as ${torn[0].map(({ messageId }) => messageId)}`,
    mixed.length > 0 &&
      `${mixed.length} tickets hold several conversations, such as ${mixed[0].map(({ messageId }) => messageId)}`,
    tickets !== conversations.size && `${tickets} tickets instead of ${conversations.size}`,
    confirmations !== askers && `${confirmations} confirmations instead of ${askers}`,
  ].filter((trouble) => trouble !== false)
  const counts = {
    messages: rows.length,
    tickets,
    conversations: conversations.size,
    confirmations,
    lost,
    doubled,
    wrong_ticket: torn.length + mixed.length,
  }
  return { counts, troubles }
}

function groupBy(items, keyOf) {
  const groups = new Map()
  for (const item of items) {
    const key = keyOf(item)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return groups
}
