import { describe, expect, test } from 'vitest'
import { textBlocks } from '@/components/mail/text-blocks'

const wrapped = [
  'Buongiorno, la centralina che abbiamo ricevuto lunedì si spegne da sola',
  'dopo circa dieci minuti, anche quando il motore resta fermo. Abbiamo già',
  'provato a cambiare il cavo.',
]

const written = [
  {
    what: 'an address',
    lines: [
      'Spedite a questo indirizzo che vi ho già dato la settimana scorsa, per favore:',
      'Via Roma 1',
      '10100 Torino',
    ],
  },
  {
    what: 'a list',
    lines: [
      ...wrapped,
      '- la prima cosa che non va è proprio quella del relè di cui parlavo',
      '- la seconda è il display che non si accende quando serve accenderlo',
    ],
  },
  {
    what: 'numbered steps',
    lines: [
      ...wrapped,
      '1. spengo la centralina e aspetto che la luce diventi rossa e fissa',
      '2. la riaccendo e la luce resta rossa',
    ],
  },
  {
    what: 'columns',
    lines: [
      ...wrapped,
      'Articolo          Quantità      Prezzo      Totale           Consegna     12',
      'SC-10   4      12,00      48,00',
    ],
  },
  {
    what: 'indented code',
    lines: [
      ...wrapped,
      '    if the lamp is red and nothing else is connected then we restart it now',
      '    and otherwise',
    ],
  },
  {
    what: 'a rule',
    lines: [
      ...wrapped,
      '----------------- comunicazione riservata ai soli destinatari --------------',
      'Testo',
    ],
  },
  {
    what: 'a text that no program wrapped',
    lines: [
      `${'parola '.repeat(30)}fine`,
      'Prima riga lunga circa come quelle che un programma manda a capo da solo',
      'seconda riga',
    ],
  },
  {
    what: 'an address of the web on its own line',
    lines: [`https://negozio.example/${'a'.repeat(90)}`, 'Prima', 'Seconda'],
  },
]

describe('what a program wrapped wraps where the page does', () => {
  test('a paragraph is one line', () => {
    expect(textBlocks(wrapped.join('\n'))).toEqual([{ depth: 0, text: `${wrapped.join(' ')}\n` }])
  })

  test('paragraphs stay apart', () => {
    const text = `${wrapped.join('\n')}\n\n${wrapped.join('\n')}\n\nGrazie\nEva`
    expect(textBlocks(text)[0]?.text).toBe(`${wrapped.join(' ')}\n\n${wrapped.join(' ')}\n\nGrazie\nEva\n`)
  })

  test.each(written)('$what stays as it was written', ({ lines }) => {
    const [block] = textBlocks(lines.join('\n'))
    const own = lines.slice(lines.length > 3 ? 3 : 0)
    for (const line of own) expect(block?.text.split('\n')).toContain(line)
  })
})

describe('what is quoted stands at its depth', () => {
  test('marks go, depths and blank lines stay', () => {
    expect(textBlocks('Sì.\n\n> Arriva domani?\n>> Quando?\n> > E dove?\n>\n\nA Torino.')).toEqual([
      { depth: 0, text: 'Sì.\n\n' },
      { depth: 1, text: 'Arriva domani?\n' },
      { depth: 2, text: 'Quando?\nE dove?\n' },
      { depth: 0, text: '\nA Torino.\n' },
    ])
  })

  test('empty lines around a quote go, those in it stay', () => {
    expect(textBlocks('>\n>\n> Eins.\n>\n> Zwei.\n> ')).toEqual([{ depth: 1, text: 'Eins.\n\nZwei.\n' }])
  })

  test('a line that was escaped in a mailbox file is no quote', () => {
    expect(textBlocks('>From now on')).toEqual([{ depth: 0, text: '>From now on\n' }])
  })

  test('a hundred marks are not a hundred boxes', () => {
    const [block] = textBlocks(`${'>'.repeat(100)} hm`)
    expect(block?.depth).toBe(6)
    expect(block?.text).toContain('hm')
  })

  test('a quoted paragraph is joined too, and never with what stands around it', () => {
    const quoted = wrapped.map((line) => `> ${line}`).join('\n')
    expect(textBlocks(`Allora:\n${quoted}\nFatto.`)).toEqual([
      { depth: 0, text: 'Allora:\n' },
      { depth: 1, text: `${wrapped.join(' ')}\n` },
      { depth: 0, text: 'Fatto.\n' },
    ])
  })
})

test('a megabyte of anything is drawn in time', () => {
  for (const line of ['>', '> a b\n', `${'x '.repeat(40)}\n`, '>> ', ' ']) {
    const start = process.cpuUsage()
    textBlocks(line.repeat(Math.ceil(1_000_000 / line.length)))
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000)
  }
})
