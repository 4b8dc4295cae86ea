import { describe, expect, it } from 'vitest'
import { describeMail } from '@/lib/mail/describe'
import { parseMail } from '@/lib/mail/parse'

async function authorOf(...head: string[]) {
  const mail = await parseMail(
    Buffer.from([...head, 'To: help@desk.example', 'Subject: x', '', 'x'].join('\r\n')),
  )
  if (mail.kind !== 'parsed') throw new Error(mail.reason)
  return describeMail(mail).behindList
}

const googleGroup = [
  'From: "\'Eva Neri\' via Help desk" <help@desk.example>',
  'Mailing-list: list help@desk.example; contact help+owners@desk.example',
  'List-Post: <https://groups.example/a/desk.example/group/help/post>, <mailto:help@desk.example>',
]

describe('who wrote, where a list put its own address into From', () => {
  it('is named by a Google group', async () => {
    expect(await authorOf(...googleGroup, 'X-Original-From: Eva Neri <eva@cliente.example>')).toEqual({
      name: 'Eva Neri',
      address: 'eva@cliente.example',
    })
  })

  it('is whom answers go to, of a list that names him so', async () => {
    expect(
      await authorOf(
        'From: Eva Neri via Lista <lista@desk.example>',
        'Reply-To: eva@cliente.example, lista@desk.example',
        'List-Post: <mailto:lista@desk.example>',
      ),
    ).toEqual({ name: 'Eva Neri', address: 'eva@cliente.example' })
  })

  it.each([
    [
      'From is not the list’s address',
      ['From: Ugo <ugo@due.example>', ...googleGroup.slice(1), 'X-Original-From: eva@cliente.example'],
    ],
    [
      'no list says that it is its own',
      ['From: "Eva via Help" <help@desk.example>', 'X-Original-From: eva@cliente.example'],
    ],
    ['nobody else is named', [...googleGroup]],
    ['the list names itself', [...googleGroup, 'X-Original-From: help@desk.example']],
    ['answers go to several', [...googleGroup, 'Reply-To: eva@cliente.example, ugo@due.example']],
    [
      'the name does not say so',
      ['From: Help <help@desk.example>', ...googleGroup.slice(1), 'Reply-To: eva@cliente.example'],
    ],
  ])('is nobody where %s', async (_, head) => {
    expect(await authorOf(...head)).toBeNull()
  })
})
