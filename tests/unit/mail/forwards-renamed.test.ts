import { describe, expect, it } from 'vitest'
import { cleanText } from '@/lib/ingest/clean'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'

/** Ugo passes on, or answers, what Eva wrote to him: his mail as it is folded. */
async function cleaned(input: {
  subject: string
  to?: string
  quotedTo?: string
  hasAncestors?: boolean
}): Promise<ReturnType<typeof cleanText>> {
  const source = [
    'From: Ugo Neri <ugo@desk.example>',
    `To: ${input.to ?? 'help@desk.example'}`,
    `Subject: ${input.subject}`,
    'Message-ID: <2@desk.example>',
    ...(input.hasAncestors === false
      ? []
      : ['In-Reply-To: <1@client.example>', 'References: <1@client.example>']),
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Can you take this?',
    '',
    'From: Eva Large <eva@client.example>',
    'Sent: Monday, March 2, 2026 9:12 AM',
    `To: ${input.quotedTo ?? 'Ugo Neri <ugo@desk.example>'}`,
    'Subject: Printer',
    '',
    'The printer is dead.',
  ]
  const mail = await parseMail(Buffer.from(source.join('\r\n')))
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return cleanText(mail, describeMail(mail).subjectKind === 'forward')
}

describe('a forward whose subject was written over', () => {
  it.each(['[EXTERNAL] FW: Printer', '[EXT] [SPAM] Fwd: Printer', '***SPAM*** I: Printer'])(
    '%s is shown whole',
    async (subject) => {
      const text = await cleaned({ subject })
      expect(text.visible).toContain('The printer is dead.')
      expect(text.forwarded).toMatchObject({ subject: 'Printer', confidence: 'high' })
    },
  )

  it.each([true, false])(
    'is shown whole when it goes past who wrote (names earlier mails: %s)',
    async (hasAncestors) => {
      const text = await cleaned({ subject: 'Eva has no printer', hasAncestors })
      expect(text.visible).toContain('The printer is dead.')
      expect(text.forwarded).toMatchObject({ from: { address: 'eva@client.example' }, confidence: 'medium' })
    },
  )
})

describe('an answer under a new subject is folded', () => {
  it('when it goes to who wrote', async () => {
    const text = await cleaned({ subject: 'Eva has no printer', to: 'Eva <EVA@client.example>' })
    expect(text.visible).toBe('Can you take this?')
  })

  it('when what it quotes never came to the sender', async () => {
    const text = await cleaned({ subject: 'Eva has no printer', quotedTo: 'help@desk.example' })
    expect(text.visible).toBe('Can you take this?')
  })

  it('when its subject says so behind the mark of a gateway', async () => {
    const text = await cleaned({ subject: '[EXTERNAL] Re: Printer', to: 'Eva <eva@client.example>' })
    expect(text.visible).toBe('Can you take this?')
    expect(text.forwarded).toBeNull()
  })
})
