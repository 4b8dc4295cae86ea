import { describe, expect, it } from 'vitest'
import { readForwarded } from '@/lib/mail/forwarded'
import { type OddForward, oddForwards, usual } from './odd-forwards'

const read = ({ text, html, title }: OddForward) =>
  readForwarded({
    subject: title ?? 'Fwd: Printer',
    text: text ?? '',
    html: html ?? null,
    attachments: [],
    contentType: 'text/plain',
    inReplyTo: [],
    references: [],
  })

describe('forwards in odd shapes', () => {
  it.each(Object.entries(oddForwards))('%s', (_, odd) => {
    const found = read(odd)
    if (odd.isNone === true) {
      expect(found).toBeNull()
      return
    }
    const { text, html, title, ...expected } = odd
    expect({
      from: found?.from?.address ?? null,
      name: found?.from?.name ?? found?.fromText,
      subject: found?.subject,
      body: found?.body,
      note: found?.note,
      to: found?.to.map(({ address }) => address).join(),
    }).toEqual({ ...usual, ...expected })
  })
})
