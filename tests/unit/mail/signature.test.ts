import { describe, expect, it } from 'vitest'
import { splitReplyText } from '@/lib/mail/reply-text'

/** Dashes with which a writer parts what he says. */
const kept: readonly string[] = [
  'Hi,\n\nfirst: does it print?\n\n--\n\nSecond: does it print in colour?',
  'Hi,\n\nfirst chapter\n\n—\n\nsecond chapter goes on here with the story.',
  'Hi,\n\nA\n---\nB: what now?\n---\nC: and this one?',
  'Options:\n\nred\n--\nblue\n--\ngreen, or would you rather choose yourself?',
  'Dear all,\n\nsee below.\n\n***\n\nThe machine stops each morning at eight.',
  'Table\n-----\nname: Eva\nphone: +39 02 1234567\nis this right?',
]

/** A mail, and what of it stands above the signature. */
const signed: readonly (readonly [string, string])[] = [
  ['Yes.\n\n-- \nEva Rossi\nUno', 'Yes.'],
  ['Yes.\n\n--\nEva Rossi\nUno', 'Yes.'],
  ['Yes.\n\n—\nEva Rossi\nCEO at Uno', 'Yes.'],
  ['Yes.\n\n--\n\nEva Rossi\nUno', 'Yes.'],
  ['Yes.\n\n--\n\nEva Rossi\neva@uno.example', 'Yes.'],
  ['Yes.\n\n________________\nEva Rossi\nTel. 02 123', 'Yes.'],
  ['Yes.\n\n-- \n\nHave you read our terms?\nEva', 'Yes.'],
  ['Yes.\n\n__\nEva Rossi', 'Yes.'],
  ['Yes.\n\n---\nEva', 'Yes.'],
  ['Yes.\n\n–\nEva Rossi\nUno srl', 'Yes.'],
  ['Yes.\n--Eva', 'Yes.\n--Eva'],
  ['Yes.\n\n--=20\nEva Rossi', 'Yes.\n\n--=20\nEva Rossi'],
]

describe('signatures', () => {
  it.each(kept)('%j has none', (text) => {
    expect(splitReplyText(text)).toMatchObject({ visible: text, signature: '' })
  })

  it.each(signed)('%j', (text, above) => {
    expect(splitReplyText(text).visible).toBe(above)
  })
})
