import { generateKeyPairSync } from 'node:crypto'
import { type DNSResolver, dkimSign, sealMessage } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { createMailAuthenticator } from '@/lib/adapters/mail-auth/create-mail-authenticator'
import { elapsedMs, leastOf } from '../../support/least-of'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keyRecord = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`

/** Names that exist only here: nothing is asked on a network. */
const records: Record<string, string[]> = {
  'TXT k1._domainkey.sender-one.com': [keyRecord],
  'TXT k1._domainkey.mailing-house.net': [keyRecord],
  'TXT _dmarc.sender-one.com': ['v=DMARC1; p=reject'],
  'TXT _dmarc.strict-one.com': ['v=DMARC1; p=reject; adkim=s; aspf=s'],
  'TXT k1._domainkey.mail.strict-one.com': [keyRecord],
  'TXT sender-one.com': ['v=spf1 ip4:198.51.100.7 -all'],
  'TXT no-policy.com': ['v=spf1 ip4:198.51.100.7 -all'],
  'TXT k1._domainkey.no-policy.com': [keyRecord],
  'TXT k1._domainkey.forwarder.net': [keyRecord],
}
const asked: string[] = []
const resolver: DNSResolver = async (name, type) => {
  asked.push(`${type} ${name}`)
  const found = records[`${type} ${name}`]
  if (!found) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' })
  return found.map((text) => [text])
}

const plainMail = (from: string, body = 'Hello,\r\nit does not work.\r\n') =>
  Buffer.from(
    `From: Ann <ann@${from}>\r\nTo: help@in.test\r\nSubject: Help\r\nMessage-ID: <1@${from}>\r\n\r\n${body}`,
  )

async function signed(from: string, domain = from, bytes = plainMail(from)): Promise<Buffer> {
  const signer = {
    signingDomain: domain,
    selector: 'k1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  // A fixed time: the signer reads the clock twice, and a second that ends in between spoils the signature.
  const options = { ...signer, signTime: new Date(Date.now() - 60_000), signatureData: [signer] }
  const { signatures } = await dkimSign(bytes, options)
  return Buffer.concat([Buffer.from(signatures), bytes])
}

const good = '198.51.100.7'
const stranger = '203.0.113.9'

function ask(
  bytes: Uint8Array,
  fromDomain: string | null,
  over: {
    clientIp?: string
    envelopeFrom?: string
    helo?: string
    resolver?: DNSResolver
    timeoutMs?: number
    trustedServer?: string
    arcSealers?: string[]
  } = {},
) {
  const { resolver: other, timeoutMs, arcSealers, ...envelope } = over
  return createMailAuthenticator({
    resolver: other ?? resolver,
    ...(timeoutMs ? { timeoutMs } : {}),
    ...(arcSealers ? { arcSealers } : {}),
  }).authenticate({
    bytes,
    clientIp: stranger,
    helo: 'mx.sender-one.com',
    envelopeFrom: fromDomain === null ? '' : `ann@${fromDomain}`,
    fromDomain,
    trustedServer: null,
    ...envelope,
  })
}

describe('the verdict about the domain in From', () => {
  test('passes by an aligned signature alone: the mail was forwarded on its way', async () => {
    expect(await ask(await signed('sender-one.com'), 'sender-one.com')).toEqual({
      spf: 'fail',
      dkim: 'pass',
      dmarc: 'pass',
      verdict: 'pass',
      details: [
        'dkim=pass (sender-one.com)',
        'spf=fail (sender-one.com)',
        'dmarc=pass (sender-one.com, p=reject)',
      ],
    })
  })

  test('passes by an aligned envelope sender alone', async () => {
    expect(await ask(plainMail('sender-one.com'), 'sender-one.com', { clientIp: good })).toMatchObject({
      spf: 'pass',
      dkim: 'none',
      verdict: 'pass',
    })
  })

  test('fails when neither vouches for it', async () => {
    expect(await ask(plainMail('sender-one.com'), 'sender-one.com')).toMatchObject({
      dmarc: 'fail',
      verdict: 'fail',
    })
  })

  test('fails when one byte of the signed text was changed', async () => {
    const bytes = await signed('sender-one.com')
    bytes[bytes.length - 5] = 0x21
    expect(await ask(bytes, 'sender-one.com')).toMatchObject({ dkim: 'fail', verdict: 'fail' })
  })

  test('fails when another domain signed: anybody can sign for himself', async () => {
    const bytes = await signed('sender-one.com', 'mailing-house.net')
    expect(await ask(bytes, 'sender-one.com')).toMatchObject({ dkim: 'pass', dmarc: 'fail', verdict: 'fail' })
  })

  test('fails when the signature is of a subdomain and the domain wants its own name', async () => {
    const bytes = await signed('strict-one.com', 'mail.strict-one.com')
    expect(await ask(bytes, 'strict-one.com')).toMatchObject({ dkim: 'pass', verdict: 'fail' })
  })

  test('is about the domain the product shows, whatever else the header says', async () => {
    const bytes = await signed('sender-one.com')
    expect(await ask(bytes, 'strict-one.com')).toMatchObject({ dkim: 'pass', verdict: 'fail' })
  })

  test('is open without a policy', async () => {
    const bytes = await signed('no-policy.com')
    expect(await ask(bytes, 'no-policy.com', { clientIp: good })).toMatchObject({
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'none',
      verdict: 'none',
    })
  })
})

describe('what was not really asked is no failure', () => {
  test.each(['10.1.2.3', '127.0.0.1', '::1', 'fd00::1', 'not an ip'])(
    'by a relay of our own (%s)',
    async (clientIp) => {
      expect(await ask(plainMail('sender-one.com'), 'sender-one.com', { clientIp })).toMatchObject({
        spf: 'none',
        verdict: 'none',
      })
      expect(await ask(await signed('sender-one.com'), 'sender-one.com', { clientIp })).toMatchObject({
        verdict: 'pass',
      })
    },
  )

  test.each(['ESERVFAIL', 'ETIMEOUT', 'ECONNREFUSED'])('by a DNS server that says %s', async (code) => {
    const ill: DNSResolver = async () => {
      throw Object.assign(new Error('x'), { code })
    }
    const result = await ask(await signed('sender-one.com'), 'sender-one.com', { resolver: ill })
    expect(result).toMatchObject({ dkim: 'temperror', dmarc: 'temperror', verdict: 'none' })
    const keyMissing: DNSResolver = (name, type) =>
      name.includes('_domainkey') ? ill(name, type) : resolver(name, type)
    const half = await ask(await signed('sender-one.com'), 'sender-one.com', { resolver: keyMissing })
    expect(half).toMatchObject({ dkim: 'temperror', dmarc: 'fail', verdict: 'none' })
  })

  test('by a DNS server that never answers, within the time allowed', async () => {
    const silent: DNSResolver = () => new Promise(() => {})
    const once = () =>
      elapsedMs(async () => {
        const mail = plainMail('sender-one.com')
        const result = await ask(mail, 'sender-one.com', { resolver: silent, timeoutMs: 100 })
        expect(result.verdict).toBe('none')
      })
    expect(await leastOf(1_500, once)).toBeLessThan(1_500)
  })

  test('by a resolver that throws what it likes', async () => {
    const broken: DNSResolver = () => {
      throw new TypeError('surprise')
    }
    expect(await ask(plainMail('sender-one.com'), 'sender-one.com', { resolver: broken })).toMatchObject({
      verdict: 'none',
    })
  })
})

describe('a mail that a forwarder changed', () => {
  const found = 'mx.forwarder.net; dkim=pass header.d=sender-one.com; dmarc=pass header.from=sender-one.com'

  /** As it comes from a forwarder that writes below the text, and seals. */
  async function forwarded(authResults = found, seal: { signingDomain?: string } = {}): Promise<Buffer> {
    const changed = Buffer.concat([await signed('sender-one.com'), Buffer.from('-- \r\nforwarded\r\n')])
    // Its types do not know the field that says what was found.
    const options = {
      signingDomain: 'forwarder.net',
      selector: 'k1',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      authResults,
      cv: 'none' as const,
      ...seal,
    }
    const head = await sealMessage(changed, options)
    return Buffer.concat([head, changed])
  }
  const arcSealers = ['forwarder.net']

  test('is no failure where a seal that we believe says that it was in order', async () => {
    const bytes = await forwarded()
    expect(await ask(bytes, 'sender-one.com', { arcSealers })).toMatchObject({
      dkim: 'fail',
      dmarc: 'fail',
      verdict: 'none',
      details: expect.arrayContaining(['arc=pass (forwarder.net)']),
    })
    expect((await ask(bytes, 'sender-one.com')).verdict).toBe('fail')
  })

  test.each([
    ['it says that it was not', found.replace('dmarc=pass', 'dmarc=fail')],
    ['it says nothing of DMARC', 'mx.forwarder.net; dkim=pass header.d=sender-one.com'],
    ['it is about another domain', found.replace('header.from=sender-one.com', 'header.from=other.com')],
  ])('is one where %s', async (_, authResults) => {
    expect((await ask(await forwarded(authResults), 'sender-one.com', { arcSealers })).verdict).toBe('fail')
  })

  test('is one where the seal is somebody else’s, or was made for another text', async () => {
    const other = await forwarded(found, { signingDomain: 'mailing-house.net' })
    expect((await ask(other, 'sender-one.com', { arcSealers })).verdict).toBe('fail')
    const bytes = await forwarded()
    bytes[bytes.length - 5] = 0x21
    expect((await ask(bytes, 'sender-one.com', { arcSealers })).verdict).toBe('fail')
    const twice = Buffer.concat([
      Buffer.from(
        'ARC-Authentication-Results: i=1; mx.forwarder.net; dmarc=pass header.from=sender-one.com\r\n',
      ),
      await forwarded(found.replace('dmarc=pass', 'dmarc=fail')),
    ])
    expect((await ask(twice, 'sender-one.com', { arcSealers })).verdict).toBe('fail')
  })
})

describe('the verdict of the mailbox’s own server', () => {
  const server = 'mx.post-one.com'
  const told = (results: string) => `Authentication-Results: ${server};\r\n ${results}\r\n`
  const received = (by: string) =>
    `Received: from a.example by ${by} with ESMTP; Mon, 2 Mar 2026 10:15:00 +0100\r\n`
  const mail = (...head: string[]) => Buffer.concat([Buffer.from(head.join('')), plainMail('sender-one.com')])
  const asked0 = (bytes: Uint8Array, over: { trustedServer?: string } = {}) => {
    asked.length = 0
    return ask(bytes, 'sender-one.com', { clientIp: '', envelopeFrom: '', trustedServer: server, ...over })
  }
  const pass = told(
    'dkim=pass header.d=sender-one.com; spf=pass smtp.mailfrom=ann@sender-one.com; dmarc=pass (p=REJECT) header.from=sender-one.com',
  )
  const fail = told('dkim=none; dmarc=fail (p=NONE dis=NONE) header.from=sender-one.com')

  test('counts instead of ours, and nobody else is asked', async () => {
    expect(await asked0(mail(received('inner.post-one.com'), pass, received(server)))).toEqual({
      spf: 'pass',
      dkim: 'pass',
      dmarc: 'pass',
      verdict: 'pass',
      details: [
        'told by mx.post-one.com',
        'dkim=pass (sender-one.com)',
        'spf=pass (sender-one.com)',
        'dmarc=pass (sender-one.com)',
      ],
    })
    expect(await asked0(mail(fail))).toMatchObject({ dmarc: 'fail', verdict: 'fail' })
    expect(asked).toEqual([])
  })

  test('counts when the server writes a field for each method', async () => {
    const fields = `${told('spf=pass smtp.mailfrom=sender-one.com')}${told('dmarc=pass header.from=sender-one.com')}`
    expect(await asked0(mail(fields, received(server)))).toMatchObject({ spf: 'pass', verdict: 'pass' })
  })

  test('is nobody’s where the mailbox names no server', async () => {
    const answer = await ask(mail(pass), 'sender-one.com', { clientIp: '', envelopeFrom: '' })
    expect(answer).toMatchObject({ verdict: 'none' })
  })

  const forged: readonly [what: string, head: string[]][] = [
    [
      'a name that begins with the server’s',
      ['Authentication-Results: mx.post-one.com.evil.com; dmarc=pass header.from=sender-one.com\r\n'],
    ],
    [
      'a name that ends with the server’s',
      ['Authentication-Results: evil-mx.post-one.com; dmarc=pass header.from=sender-one.com\r\n'],
    ],
    [
      'a look-alike of it',
      ['Authentication-Results: mx.p\u043est-one.com; dmarc=pass header.from=sender-one.com\r\n'],
    ],
    [
      'the name in a comment',
      ['Authentication-Results: evil.com (mx.post-one.com); dmarc=pass header.from=sender-one.com\r\n'],
    ],
    [
      'the name in quotes and more',
      ['Authentication-Results: "mx.post-one.com"x; dmarc=pass header.from=sender-one.com\r\n'],
    ],
    ['no name', ['Authentication-Results: dmarc=pass header.from=sender-one.com\r\n']],
    [
      'a version of another kind',
      ['Authentication-Results: mx.post-one.com two; dmarc=pass header.from=sender-one.com\r\n'],
    ],
    ['the field under another name', [pass.replace('Authentication-Results', 'X-Authentication-Results')]],
    ['the field of a sealed chain', [pass.replace('Authentication-Results', 'ARC-Authentication-Results')]],
    ['the field below, in the text', [received(server), '\r\n', pass]],
    ['a result in a comment', [told('none (dmarc=pass header.from=sender-one.com)')]],
    ['a result in quotes', [told('spf=none reason="; dmarc=pass header.from=sender-one.com"')]],
    ['a word that begins with pass', [told('dmarc=passed header.from=sender-one.com')]],
    ['a pass for another domain', [told('dmarc=pass header.from=evil.com')]],
    ['a pass for a domain that ends with it', [told('dmarc=pass header.from=not-sender-one.com')]],
    ['a field of 10 KB', [told(`dmarc=pass header.from=sender-one.com; x=${'y'.repeat(10_000)}`)]],
  ]
  test.each(forged)('is not %s', async (_, head) => {
    expect((await asked0(mail(...head))).verdict).not.toBe('pass')
  })

  // The server takes away fields in its name when mail comes in; where it does not, its own stands above them.
  test.each([
    ['below a Received', [fail, received(server), pass]],
    ['right below', [fail, pass]],
    ['below two hops', [received('b'), fail, received(server), received('evil.com'), pass]],
  ])('is the topmost one: a pass that the sender wrote %s does not count', async (_, head) => {
    expect((await asked0(mail(...head))).verdict).toBe('fail')
  })

  test('is asked for elsewhere when it says nothing of DMARC', async () => {
    const bytes = Buffer.concat([
      Buffer.from(told('spf=pass smtp.mailfrom=sender-one.com')),
      await signed('sender-one.com'),
    ])
    expect(await asked0(bytes)).toMatchObject({ dkim: 'pass', verdict: 'pass' })
    expect(asked).toContain('TXT k1._domainkey.sender-one.com')
  })

  const microsoft = (result: string) =>
    `Authentication-Results: spf=pass (sender IP is 192.0.2.1)\r\n smtp.mailfrom=sender-one.com; dkim=pass (signature was verified)\r\n header.d=sender-one.com;dmarc=${result} action=none\r\n header.from=sender-one.com;compauth=pass reason=100\r\n`
  const receivedSpf =
    'Received-SPF: Pass (protection.outlook.com: domain of sender-one.com designates 192.0.2.1)\r\n'

  test('of Microsoft’s filter, which leaves out its name, is known by the field below', async () => {
    const over = { trustedServer: 'protection.outlook.com' }
    expect(
      await asked0(mail(received('a'), microsoft('pass'), receivedSpf, received('b')), over),
    ).toMatchObject({
      spf: 'pass',
      dkim: 'pass',
      verdict: 'pass',
    })
    expect((await asked0(mail(microsoft('pass')), over)).verdict).not.toBe('pass')
    expect(
      (
        await asked0(
          mail(microsoft('fail'), receivedSpf, received('b'), microsoft('pass'), receivedSpf),
          over,
        )
      ).verdict,
    ).toBe('fail')
  })

  test('is read in linear time', async () => {
    const readAll = async () => {
      await asked0(mail(told('dmarc=pass ('.repeat(700))))
      await asked0(mail(told('"= '.repeat(2_000))))
      await asked0(mail(`${told('x')}`.repeat(3_000)))
    }
    expect(await leastOf(1_000, () => elapsedMs(readAll))).toBeLessThan(1_000)
  })
})

test.each([
  'customer.test',
  'customer.example',
  'example.com',
  'mail.example.org',
  'x.invalid',
  'app.localhost',
  'host',
])('nobody is asked about %s', async (domain) => {
  asked.length = 0
  expect((await ask(await signed(domain), domain)).verdict).toBe('none')
  expect((await ask(plainMail(domain), null)).verdict).toBe('none')
  expect(asked).toEqual([])
})

test('a signature by a reserved domain, or an envelope of one, sends nobody to ask for it', async () => {
  asked.length = 0
  await ask(await signed('sender-one.com', 'evil.test'), 'sender-one.com', { envelopeFrom: 'x@evil.test' })
  expect(asked.filter((each) => each.includes('evil'))).toEqual([])
  expect(asked).toContain('TXT _dmarc.sender-one.com')
})

describe('hostile mail', () => {
  const head =
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender-one.com; s=k1; h=from; bh=aaaa; b=bbbb'
  const from = 'From: ann@sender-one.com\r\n'

  // 250 KB of spaces in a signature kept the check busy for two minutes.
  test.each([
    ['spaces in a signature', `${head};${' '.repeat(250_000)}x=1\r\n${from}\r\nx`],
    ['spaces in another field', `${head}\r\nSubject:${' '.repeat(250_000)}x\r\n${from}\r\nx`],
    ['an endless header', `${head}\r\n${'X: y\r\n'.repeat(100_000)}${from}\r\nx`],
    ['a thousand signatures', `${`${head}\r\n`.repeat(300)}${from}\r\nx`],
    ['a signature over a part of the body', `${head}; l=10\r\n${from}\r\nx`],
    ['no header at all', 'x'.repeat(300_000)],
    ['no bytes', ''],
  ])('%s is answered at once, and what was not checked is not called failed', async (_name, text) => {
    const bytes = Buffer.from(text)
    const once = () =>
      elapsedMs(async () => {
        asked.length = 0
        const result = await ask(bytes, 'sender-one.com')
        if (text.includes('DKIM')) expect(result.verdict).toBe('none')
        expect(asked.length).toBeLessThan(10)
      })
    expect(await leastOf(500, once)).toBeLessThan(500)
  })

  test('a long body does not keep other mails waiting', async () => {
    const bytes = Buffer.concat([Buffer.from(`${head}\r\n${from}\r\n`), Buffer.alloc(6_000_000, '\t\r\n')])
    const longestPause = async () => {
      let longestMs = 0
      let last = performance.now()
      const pulse = setInterval(() => {
        longestMs = Math.max(longestMs, performance.now() - last)
        last = performance.now()
      }, 5)
      await ask(bytes, 'sender-one.com')
      clearInterval(pulse)
      return longestMs
    }
    expect(await leastOf(700, longestPause)).toBeLessThan(700)
  })

  test('an SPF record that leads everywhere is asked a bounded number of times', async () => {
    asked.length = 0
    const maze: DNSResolver = async (name, type) => {
      asked.push(name)
      if (name.startsWith('_dmarc')) return [['v=DMARC1; p=none']]
      if (type !== 'TXT') return []
      return [[`v=spf1 ${Array.from({ length: 30 }, (_, i) => `include:${i}.${name}`).join(' ')} -all`]]
    }
    await ask(plainMail('sender-one.com'), 'sender-one.com', { resolver: maze })
    expect(asked.length).toBeLessThanOrEqual(40)
  })

  test('what strangers wrote never reaches the trail as anything but a name', async () => {
    const odd = head.replace('d=sender-one.com', 'd=<script>"\u001b[2J.com')
    const { details } = await ask(Buffer.from(`${odd}\r\n${from}\r\nx`), 'sender-one.com')
    expect(details.join('')).toMatch(/^[a-z0-9 .,=()-]+$/)
  })
})
