/** Whether a `blockquote` holds quoted mail. Editors indent with the same element, by a style of theirs. */
export function isQuotedMail(attributes: Readonly<Record<string, string>>): boolean {
  if (attributes.type?.toLowerCase() === 'cite' || (attributes.cite ?? '') !== '') return true
  const classes = (attributes.class ?? '').toLowerCase()
  // Gmail's "quote" button makes the same element as its replies, only without their wrapper and introduction.
  if (classes === 'gmail_quote') return false
  if (classes.includes('quote') || classes.includes('cite')) return true
  const style = (attributes.style ?? '').toLowerCase().replace(/\s/g, '')
  return style === '' || /border-left:(?!0|none|medium)/.test(style)
}
