/** Shares that have to be reached on mails nobody looked at while writing rules. Categories, or category and field. */
export const bars: Readonly<Record<string, number>> = {
  ticket: 0.98,
  parse: 0.93,
  'parse-malformed': 0.95,
  robustness: 1,
  reply: 0.88,
  'reply-html': 0.8,
  forward: 0.94,
  autoreply: 0.95,
  feedback: 1,
  sanitise: 1,
  'bounce\tisBounce': 0.98,
  'bounce\tbounceRecipients': 0.92,
  'bounce\tbounceStatus': 0.92,
  'bounce\tbounceReason': 0.8,
}

export const slowestMs = 1_000
export const threadingF1 = 0.99
