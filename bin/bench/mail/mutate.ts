/** Random numbers from a seed, the same on every machine (mulberry32). */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, below)
  }
}

/** Pieces that mean something to a reader of mail, and mean something else in the wrong place. */
const pieces: readonly string[] = [
  ...[
    '\r',
    '\n',
    '\r\n\r\n',
    '\0',
    '\x1b$B',
    '\ufeff',
    '\x80',
    '\xff\xfe',
    '\u202e',
    ' ',
    '\t',
    '--',
    '----b--\n',
  ],
  ...[
    '=?utf-8?B?',
    '=?iso-8859-1?Q?=E8',
    '?=',
    '=',
    '=3D',
    '=\n',
    '"',
    '(((((',
    ')))',
    '<',
    '>',
    ';',
    ',',
    ':',
    '@',
  ],
  ...[
    'Content-Type: multipart/mixed; boundary=b\n',
    'Content-Type: message/rfc822\n\n',
    'boundary=""',
    '--b\n',
    '--b--\n',
  ],
  ...[
    'Content-Transfer-Encoding: base64\n',
    'Content-Transfer-Encoding: x-uuencode\n',
    'charset=utf-7',
    'charset=x',
  ],
  ...[
    'begin 644 a\n',
    '`\nend\n',
    'BEGIN:VEVENT\n',
    'X-Ricevuta: accettazione\n',
    'Subject: Re: Re: Re:\n',
    'From: \n',
  ],
  ...[
    '> ',
    '>>>>>>>> ',
    '-- \n',
    'On Mon, x wrote:\n',
    '<blockquote>',
    '<div><div>',
    '</table>',
    '<!--',
    '<style>',
    '&#x41;',
  ],
  ...[
    'Final-Recipient: rfc822; x@y.example\n',
    'Status: 5.1.1\n',
    '550 5.1.1 ',
    'Feedback-Type: abuse\n',
    '\u0301'.repeat(40),
  ],
]

/** A damaged copy: one to six wounds, each where chance wants it. */
export function mutated(seeds: readonly Uint8Array[], random: (below: number) => number): Uint8Array {
  const first = seeds[random(seeds.length)] ?? new Uint8Array()
  let bytes: Buffer = Buffer.from(first.subarray(0, 20_000))
  const wounds = 1 + random(6)
  for (let i = 0; i < wounds; i++) bytes = wounded(bytes, seeds, random)
  return bytes
}

function wounded(bytes: Buffer, seeds: readonly Uint8Array[], random: (below: number) => number): Buffer {
  const at = random(bytes.length + 1)
  const length = random(random(4) === 0 ? 2_000 : 20)
  switch (random(9)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    case 1:
      return Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from(pieces[random(pieces.length)] ?? ''),
        bytes.subarray(at),
      ])
    case 2:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    case 3:
      return bytes.subarray(0, at)
    case 4: {
      const other = Buffer.from(seeds[random(seeds.length)] ?? new Uint8Array()).subarray(0, 20_000)
      return Buffer.concat([bytes.subarray(0, at), other.subarray(random(other.length + 1))])
    }
    case 5: {
      const piece = Buffer.from((pieces[random(pieces.length)] ?? '').repeat(1 + random(300)))
      return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)])
    }
    case 6: {
      const lines = bytes.toString('latin1').split('\n')
      const [moved = ''] = lines.splice(random(lines.length), 1)
      lines.splice(random(lines.length + 1), 0, moved)
      return Buffer.from(lines.join('\n'), 'latin1')
    }
    default: {
      const copy = Buffer.from(bytes)
      for (let i = 0; i < 1 + random(8); i++) if (copy.length > 0) copy[random(copy.length)] = random(256)
      return copy
    }
  }
}
