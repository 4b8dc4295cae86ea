/** A mail of a few headers and lines; a header set to null is left out. */
export function mailText(
  fields: Record<string, string | null> = {},
  body = 'Good morning,\nthe printer is on fire.\n',
): string {
  const headers: Record<string, string | null> = {
    From: 'Rosa Neri <rosa.neri@cliente.example>',
    To: 'support@business.example',
    Subject: 'Printer',
    Date: 'Fri, 20 Nov 2026 09:00:00 +0100',
    'Message-ID': `<${Math.random().toString(36).slice(2)}@cliente.example>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...fields,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  )
  return `${lines.join('\n')}\n\n${body}`
}
