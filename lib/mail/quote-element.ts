/** What element begins a quote, by the client that makes it. */
export function quoteRule(name: string, attributes: Record<string, string>): string | null {
  const id = (attributes.id ?? '').toLowerCase()
  if (name === 'blockquote') {
    if (hasClass(attributes, 'gmail_quote')) return 'cite'
    return isCiting(attributes, id) ? 'cite' : null
  }
  if (name === 'hr') return id === 'zwchr' || attributes['data-marker'] === '__DIVIDER__' ? 'zimbra' : null
  if (name !== 'div' && name !== 'span' && name !== 'table' && name !== 'p') return null
  if (hasClass(attributes, 'gmail_quote') || hasClass(attributes, 'gmail_extra')) return 'gmail-quote'
  if (hasClass(attributes, 'moz-cite-prefix')) return 'moz-cite-prefix'
  if (id.endsWith('divrplyfwdmsg') || id.endsWith('appendonsend')) return 'outlook-web'
  if (id === 'olk_src_body_section') return 'outlook-mac'
  if (id === 'reply-intro') return 'roundcube-prefix'
  if (
    id.endsWith('ms-outlook-mobile-reference-message') ||
    hasClass(attributes, 'ms-outlook-mobile-reference-message')
  )
    return 'outlook-mobile'
  if (attributes.name?.toLowerCase() === 'messagereplysection') return 'spark'
  if (id.endsWith('mail-editor-reference-message-container')) return 'outlook-new'
  if (hasClass(attributes, 'outlookmessageheader')) return 'outlook-header'
  if (id.startsWith('yahoo_quoted') || (attributes.class ?? '').toLowerCase().includes('yahoo_quoted'))
    return 'yahoo-quote'
  if (hasClass(attributes, 'protonmail_quote') || hasClass(attributes, 'tutanota_quote'))
    return 'proton-quote'
  if (hasClass(attributes, 'zmail_extra')) return 'zoho-quote'
  if (attributes.name?.toLowerCase() === 'quote') return 'gmx-quote'
  return isOutlookRule(attributes.style) ? 'outlook-desktop' : null
}

/** Classes and ids of the block quotes that mail apps make. */
function isCiting(attributes: Record<string, string>, id: string): boolean {
  if (attributes.type?.toLowerCase() === 'cite') return true
  if (id === 'mail-app-auto-quote' || id === 'isreplycontent') return true
  const classes = (attributes.class ?? '').toLowerCase()
  return ['protonmail_quote', 'tutanota_quote', 'front-blockquote', 'clean_bq', 'quoted-message'].some(
    (one) => classes.includes(one),
  )
}

/** Outlook desktop draws a thin grey or blue line above the header block of what it quotes. */
function isOutlookRule(style: string | undefined): boolean {
  const text = (style ?? '').toLowerCase().replace(/\s/g, '')
  const isDrawn = ['border-top:solid', 'border-top:1pxsolid', 'border-top-style:solid'].some((one) =>
    text.includes(one),
  )
  if (!isDrawn) return false
  return (
    text.includes('#e1e1e1') ||
    text.includes('#b5c4df') ||
    text.includes('rgb(225,225,225)') ||
    text.includes('rgb(181,196,223)') ||
    text.includes('rgb(229,229,229)') ||
    text.includes('#e5e5e5')
  )
}

export function hasClass(attributes: Record<string, string>, name: string): boolean {
  return ` ${(attributes.class ?? '').toLowerCase()} `.includes(` ${name} `)
}

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
