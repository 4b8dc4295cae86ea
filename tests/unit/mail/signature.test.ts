import { describe, expect, it } from 'vitest'
import { readReply } from '@/lib/mail/reply'
import { splitReplyText } from '@/lib/mail/reply-text'

/** Dashes with which a writer parts what he says. */
const kept: readonly string[] = [
  'Hi,\n\nfirst: does it print?\n\n--\n\nSecond: does it print in colour?',
  'Hi,\n\nfirst chapter\n\n—\n\nsecond chapter goes on here with the story.',
  'Hi,\n\nA\n---\nB: what now?\n---\nC: and this one?',
  'Options:\n\nred\n--\nblue\n--\ngreen, or would you rather choose yourself?',
  'Dear all,\n\nsee below.\n\n***\n\nThe machine stops each morning at eight.',
  'Hello,\n\nthe steps:\n\n-- \nStep 1 failed\n-- \nStep 2 went well\n\nPlease call me.',
  'Yes.\n\n-- \nEva Rossi\n\nP.S. The number of the machine is 4455.',
  'Yes.\n\n--\nEva Rossi\nPS: please call me at +39 02 1234567 tomorrow',
  'Yes.\n\n-- \nEva Rossi\nUno\n\nCould somebody come tomorrow at nine?',
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
  ['Yes.\n\n-- \nEva Rossi\n-- \nYou get this as a member of the group, see https://list.example', 'Yes.'],
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

/** A mail, what of it is new, and what signs it. */
const around: readonly (readonly [string, string, string])[] = [
  ['Yes.\n\nSent from my iPhone\n\nAnd bring toner.', 'Yes.\n\n\nAnd bring toner.', 'Sent from my iPhone'],
  [
    'Yes.\n\nInviato da iPhone\nOttieni Outlook per iOS',
    'Yes.',
    'Inviato da iPhone\nOttieni Outlook per iOS',
  ],
  [
    'Hi\n\n-- \nEva Rossi\nUno\n\nOn 2 Mar 2026, Ada <a@desk.example> wrote:\n> Which colour?\n\nRed, and one more.',
    'Hi\n\n\nRed, and one more.',
    '-- \nEva Rossi\nUno',
  ],
  [
    '-- \nEva Rossi\n\nOn 2 Mar 2026, Ada <a@desk.example> wrote:\n> Which colour?\n\nRed.',
    'Red.',
    '-- \nEva Rossi',
  ],
  [
    'Red.\n\nOn 2 Mar 2026, Ada <a@desk.example> wrote:\n> Which colour?\n\n-- \nEva Rossi',
    'Red.',
    '-- \nEva Rossi',
  ],
  [
    'On 2 Mar 2026, Ada <a@desk.example> wrote:\n> Which colour?\nRed.\n\nSent from my Galaxy\n\nSend the invoice too.',
    'Red.\n\n\nSend the invoice too.',
    'Sent from my Galaxy',
  ],
]

describe('what is written below a signature', () => {
  it.each(around)('%j stays', (text, visible, signature) => {
    expect(splitReplyText(text)).toMatchObject({ visible, signature })
  })

  it.each([
    ['<p>Sent from my iPhone</p>', 'Sent from my iPhone'],
    ['<p>-- <br>Eva Rossi<br>Uno</p>', 'Eva Rossi'],
  ])('stays in HTML: %s above the quote, the answer below it', (signed, name) => {
    const html = `<p>Ok</p>${signed}<blockquote type="cite">On 2 Mar 2026, Ada wrote:<br>Which colour?</blockquote><p>Red, and one more.</p>`
    const { text } = readReply({ text: '', html }, { isForward: false })
    expect(text.visible.split(/\n+/)).toEqual(['Ok', 'Red, and one more.'])
    expect(text.signature).toContain(name)
  })

  it.each([
    '-- <br><div class="gmail_signature"><div>Eva Rossi<br>Uno srl</div></div><div>The new number is 12</div>',
    '<pre class="moz-signature">-- \nEva Rossi\nUno srl\n</pre><p>The new number is 12</p>',
  ])('stays where the HTML tells where the signature ends: %s', (signed) => {
    const html = `<div>Ok</div>${signed}<blockquote type="cite">On 2 Mar 2026, Ada wrote:<br>Which colour?</blockquote>`
    const text =
      'Ok\n-- \nEva Rossi\nUno srl\nThe new number is 12\n\nOn 2 Mar 2026, at 09:12, Ada wrote:\n> Which colour?'
    for (const mail of [
      { text, html },
      { text: '', html },
    ]) {
      const reply = readReply(mail, { isForward: false }).text
      expect(reply.visible.split(/\n+/)).toEqual(['Ok', 'The new number is 12'])
      expect(reply.signature).toContain('Uno srl')
    }
  })
})
