import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/ids'
import {
  makeMessageId,
  makeReplyAddress,
  makeRootId,
  readTokens,
  type ThreadKey,
} from '@/lib/outbound/thread-token'

const key: ThreadKey = { id: 'k2', secret: 'the secret in use' }
const oldKey: ThreadKey = { id: 'k1', secret: 'the secret before' }
const tenantId = newId()
const otherTenantId = newId()
const ticketId = newId()
const outboundMailId = newId()
const host = 'mail.postino.test'
const creationAddress = 'help.lume@in.postino.test'

const messageId = makeMessageId(key, { tenantId, ticketId, outboundMailId }, host)
const rootId = makeRootId(key, { tenantId, ticketId }, host)
const replyAddress = makeReplyAddress(key, { tenantId, ticketNumber: 4711 }, creationAddress) ?? ''

describe('what we made is read back', () => {
  test('a Message-ID names its ticket and its mail', () => {
    expect(readTokens([key], tenantId, [messageId])).toEqual([
      { ticketId, ticketNumber: null, outboundMailId, keyId: 'k2', candidate: messageId },
    ])
  })

  test('a root id names its ticket and no mail', () => {
    expect(readTokens([key], tenantId, [rootId])).toEqual([
      { ticketId, ticketNumber: null, outboundMailId: null, keyId: 'k2', candidate: rootId },
    ])
  })

  test('a reply address names the number of its ticket', () => {
    expect(readTokens([key], tenantId, [replyAddress])).toEqual([
      { ticketId: null, ticketNumber: 4711, outboundMailId: null, keyId: 'k2', candidate: replyAddress },
    ])
  })

  test('angle brackets and folded case do not hide a mark', () => {
    const read = readTokens([key], tenantId, [`<${messageId}>`, replyAddress.toUpperCase()])
    expect(read.map((token) => token.ticketId ?? token.ticketNumber)).toEqual([ticketId, 4711])
  })

  test('marks of a rotated key are read while the key is listed, and not after', () => {
    const old = makeRootId(oldKey, { tenantId, ticketId }, host)
    expect(readTokens([key, oldKey], tenantId, [old])).toHaveLength(1)
    expect(readTokens([key], tenantId, [old])).toEqual([])
  })

  test('the order of the candidates is kept and strangers are passed over', () => {
    const read = readTokens([key], tenantId, ['CAF@mail.example', rootId, 'a+b@c.test', messageId])
    expect(read.map((token) => token.candidate)).toEqual([rootId, messageId])
  })
})

describe('lengths', () => {
  test('the local part of a reply address has at most 64 bytes', () => {
    for (const length of [1, 10, 25, 32, 40, 60]) {
      const address = makeReplyAddress(
        key,
        { tenantId, ticketNumber: 2_147_483_647 },
        `${'x'.repeat(length)}@in.test`,
      )
      if (address === null) continue
      expect(address.indexOf('@')).toBeLessThanOrEqual(64)
      expect(readTokens([key], tenantId, [address])).toHaveLength(1)
    }
  })

  test('a creation address without room gets no mark rather than a cut one', () => {
    expect(makeReplyAddress(key, { tenantId, ticketNumber: 1 }, `${'x'.repeat(60)}@in.test`)).toBeNull()
  })

  test('a Message-ID stays under 200 characters', () => {
    expect(messageId.length).toBeLessThan(200)
  })
})

/**
 * Whoever can make up a mark can write into a stranger's ticket. Each mutation below was somebody's hole: a hash
 * that was not checked, an old format still taken, a number that alone was enough.
 */
test('of 10,000 mutated marks none is read', () => {
  const originals = [messageId, rootId, replyAddress]
  const random = seeded(20_261_121)
  const accepted: string[] = []
  const pick = <T>(values: readonly T[]): T => {
    const [value] = values.slice(Math.floor(random() * values.length))
    if (value === undefined) throw new Error('nothing to pick from')
    return value
  }
  const otherTicket = makeMessageId(key, { tenantId, ticketId: newId(), outboundMailId: newId() }, host)
  const foreign = [
    makeMessageId(key, { tenantId: otherTenantId, ticketId, outboundMailId }, host),
    makeRootId(key, { tenantId: otherTenantId, ticketId }, host),
    makeReplyAddress(key, { tenantId: otherTenantId, ticketNumber: 4711 }, creationAddress) ?? '',
    makeRootId(oldKey, { tenantId, ticketId }, host),
    makeRootId({ id: key.id, secret: oldKey.secret }, { tenantId, ticketId }, host),
  ]
  const mutations: ((text: string) => string)[] = [
    (text) => {
      const at = Math.floor(random() * text.length)
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(random() * 7)))
      return text.slice(0, at) + flipped + text.slice(at + 1)
    },
    (text) => {
      const at = Math.floor(random() * text.length)
      return text.slice(0, at) + pick([...'abcdefghijklmnopqrstuvwxyz234567.-+@']) + text.slice(at + 1)
    },
    (text) => text.slice(0, Math.floor(random() * text.length)),
    (text) => text.slice(1 + Math.floor(random() * (text.length - 1))),
    (text) => {
      const parts = text.split('.')
      const others = otherTicket.split('.')
      const at = Math.floor(random() * Math.min(parts.length, others.length))
      parts[at] = others[at] ?? ''
      return parts.join('.')
    },
    () => pick(foreign),
    (text) => text.replace(/[a-z2-7]{20,26}(?=@)/, 'a'.repeat(26)),
    (text) => text.replace('po1-', pick(['', 'po0-', 'po-', 'po2-'])),
    (text) => text.replace('.root.', `.${otherTicket.split('.')[2]}.`),
    (text) => text + pick(['.x', '@x.test', ' ', '\n', '\u0000', 'a']).trimEnd(),
  ]
  let tried = 0
  while (tried < 10_000) {
    const original = pick(originals)
    const mutated = pick(mutations)(original)
    // What differs by case and outer space only is still the mark we made.
    if (mutated.trim().toLowerCase() === original) continue
    tried++
    if (readTokens([key], tenantId, [mutated]).length > 0) accepted.push(mutated)
  }
  expect(accepted).toEqual([])
})

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
