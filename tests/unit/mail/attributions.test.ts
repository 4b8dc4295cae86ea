import { describe, expect, it } from 'vitest'
import { splitReplyText } from '@/lib/mail/reply-text'
import { attributions } from './attributions'
import { attributionsByLanguage } from './attributions-by-language'
import { attributionsFar } from './attributions-far'
import { wrapped } from './wrapped'

const all = Object.entries({ ...attributions, ...attributionsByLanguage, ...attributionsFar })
const broken = (line: string): string => line.replaceAll(' / ', '\n')
const joined = (line: string): string => line.replaceAll(' / ', ' ')

describe.each(all)('%s', (_, lines) => {
  it.each(lines)('%s — right below the text', (line) => {
    const text = `Yes, thank you.\nEva\n${broken(line)}\n> Does it work now?\n>\n> Ada\n`
    expect(splitReplyText(text).visible).toBe('Yes, thank you.\nEva')
  })

  it.each(lines)('%s — a blank line before the quote', (line) => {
    const text = `Yes, thank you.\n\n${broken(line)}\n\n> Does it work now?\n> Ada`
    expect(splitReplyText(text)).toMatchObject({ visible: 'Yes, thank you.', confidence: 'high' })
  })

  it.each(lines)('%s — the answer below', (line) => {
    const text = `${broken(line)}\n> Does it work now?\n> Ada\n\nYes, thank you.`
    expect(splitReplyText(text).visible).toBe('Yes, thank you.')
  })

  it.each(lines)('%s — broken anywhere by the mailer', (line) => {
    for (const width of [72, 60, 48]) {
      const text = `Yes, thank you.\n\n${wrapped(joined(line), width)}\n> Does it work now?\n> Ada`
      expect(splitReplyText(text).visible).toBe('Yes, thank you.')
    }
  })

  it.each(lines)('%s — the address linked, as formatted text becomes plain', (line) => {
    const linked = joined(line).replace(/<(\S+@\S+?)>(?!>)/, '<$1<mailto:$1>>')
    const text = `Yes, thank you.\n\n${linked}\n> Does it work now?\n> Ada`
    expect(splitReplyText(text).visible).toBe('Yes, thank you.')
  })

  it.each(lines.filter((line) => line.includes('@') && !/\(|:\s*$/.test(joined(line).split('@')[0] ?? '')))(
    '%s — the next lines are not marked',
    (line) => {
      const text = `Yes, thank you.\n\n${broken(line)}\n\nDoes it work now?\nAda`
      expect(splitReplyText(text).visible).toBe('Yes, thank you.')
    },
  )
})
