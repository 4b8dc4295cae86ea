import { Resolver } from 'node:dns/promises'
import { Readable } from 'node:stream'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { DKIMResult, DMARCResult, DNSResolver } from 'mailauth'
import type { AuthenticatedMail, AuthenticationResult, MailAuthenticatorPort } from '@/lib/ingest/ports'
import { addressDomain } from '@/lib/mail/address-domain'
import { inspectSignatures } from './inspect-signatures'
import { plain } from './plain'
import { readServerVerdict } from './server-verdict'
import { isOwnNetwork, isUnresolvableDomain } from './unresolvable'
import { vouchedBySeal } from './vouched-by-seal'

const TIMEOUT_MS = 2_000
const QUERY_TIMEOUT_MS = 1_000
const MAX_QUERIES = 40
const CHUNK_BYTES = 64 * 1024

export type AuthenticationWord = 'pass' | 'fail' | 'none' | 'temperror'

export interface MailAuthentication extends AuthenticationResult {
  spf: AuthenticationWord
  dkim: AuthenticationWord
  dmarc: AuthenticationWord
}

export interface MailAuthenticator extends MailAuthenticatorPort {
  authenticate(mail: AuthenticatedMail): Promise<MailAuthentication>
}

/**
 * Checks SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 9989) of a mail on its raw bytes. The verdict is DMARC's, about
 * the domain in From that the product shows. It is `fail` only when everything it rests on was really asked: a
 * mail that came by a relay of our own, a DNS server that was silent, or a signature that was too odd to check
 * make it `none`. Where the mailbox names a server whose verdict is trusted and that server speaks of DMARC, nobody else
 * is asked: it saw the connection. A forwarder that `arcSealers` names makes of a failure `none`. Never throws, never takes much longer than `timeoutMs`.
 */
export function createMailAuthenticator(
  options: { resolver?: DNSResolver; timeoutMs?: number; arcSealers?: readonly string[] } = {},
): MailAuthenticator {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS
  const sealers = options.arcSealers ?? []
  return {
    async authenticate(mail) {
      const { fromDomain } = mail
      if (fromDomain === null) return nothingKnown('no-single-domain')
      const told = mail.trustedServer ? readServerVerdict(mail.bytes, mail.trustedServer, fromDomain) : null
      if (told !== null) return told
      if (isUnresolvableDomain(fromDomain)) return nothingKnown('reserved-domain')
      const lookups = new Lookups(options.resolver)
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<MailAuthentication>((resolve) => {
        timer = setTimeout(() => resolve(nothingKnown('no-answer-in-time')), timeoutMs)
      })
      try {
        return await Promise.race([check(mail, fromDomain, sealers, lookups), timeout])
      } catch {
        return nothingKnown('not-checkable')
      } finally {
        clearTimeout(timer)
        lookups.stop()
      }
    },
  }
}

async function check(
  mail: AuthenticatedMail,
  fromDomain: string,
  sealers: readonly string[],
  lookups: Lookups,
): Promise<MailAuthentication> {
  // Loading it takes as long as reading a hundred mails: not before the first mail that needs it.
  const { dmarc } = await import('mailauth')
  const [dkim, spf] = await Promise.all([checkDkim(mail, lookups), checkSpf(mail, lookups)])
  const result = await dmarc({
    headerFrom: [`sender@${fromDomain}`],
    spfDomains: spf.word === 'pass' ? [spf.domain] : [],
    dkimDomains: dkim.passed,
    resolver: lookups.resolver,
  })
  const word = result === false ? 'none' : dmarcWord(result, fromDomain, dkim.passed, spf)
  const isSure = spf.isKnown && dkim.isKnown
  const { resolver } = lookups
  const sealer =
    word === 'fail' && isSure
      ? await vouchedBySeal(mail.bytes, dkim.chain, { fromDomain, sealers, resolver })
      : null
  return {
    spf: spf.word,
    dkim: dkim.word,
    dmarc: word,
    verdict: word === 'pass' ? 'pass' : word === 'fail' && isSure && sealer === null ? 'fail' : 'none',
    details: [
      ...dkim.details,
      spf.detail,
      `dmarc=${word} (${plain(fromDomain)}${result !== false && result.policy ? `, p=${plain(result.policy)}` : ''})`,
      ...(word === 'fail' && !isSure ? ['not everything could be asked'] : []),
      ...(sealer === null ? [] : [`arc=pass (${plain(sealer)})`]),
    ],
  }
}

/**
 * The library lets a subdomain stand for the domain also where the policy asks for the very name
 * (RFC 9989, adkim=s and aspf=s): that is looked at again here.
 */
function dmarcWord(
  { status, alignment }: DMARCResult,
  fromDomain: string,
  dkimPassed: readonly { domain: string }[],
  spf: { word: AuthenticationWord; domain: string },
): AuthenticationWord {
  if (status.result !== 'pass') return wordOf(status.result)
  const isSame = (domain: string) => domain.toLowerCase() === fromDomain.toLowerCase()
  const byDkim =
    alignment.dkim.result && (!alignment.dkim.strict || dkimPassed.some(({ domain }) => isSame(domain)))
  const bySpf = alignment.spf.result && (!alignment.spf.strict || isSame(spf.domain))
  return byDkim || bySpf ? 'pass' : 'fail'
}

async function checkDkim({ bytes, envelopeFrom }: AuthenticatedMail, lookups: Lookups) {
  const signatures = inspectSignatures(bytes)
  if (signatures !== 'worth-checking') {
    const isKnown = signatures === 'none'
    const detail = isKnown ? 'dkim=none' : 'dkim=none (too odd to check)'
    return { word: 'none' as const, passed: [], isKnown, details: [detail], chain: undefined }
  }
  const { dkimVerify } = await import('mailauth')
  const input = Readable.from(inTurns(bytes, lookups), { objectMode: true })
  const { results, arc: chain } = await dkimVerify(input, {
    sender: envelopeFrom,
    resolver: lookups.resolver,
  })
  const words = results.map(({ status }) => status.result)
  const word = words.includes('pass')
    ? 'pass'
    : words.includes('temperror')
      ? 'temperror'
      : words.every((each) => each === 'none')
        ? 'none'
        : 'fail'
  return {
    word,
    passed: results
      .filter(hasPassed)
      .map(({ id, signingDomain }) => ({ ...(id ? { id } : {}), domain: signingDomain })),
    isKnown: word !== 'temperror',
    details: results.map(
      ({ status, signingDomain }) => `dkim=${status.result} (${plain(signingDomain ?? '')})`,
    ),
    chain,
  } as const
}

const hasPassed = ({ status }: DKIMResult): boolean => status.result === 'pass' && !status.underSized

/** Feeds the bytes in pieces, with everybody else's turn in between, and no more once time is up. */
async function* inTurns(bytes: Uint8Array, lookups: Lookups): AsyncGenerator<Buffer> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < whole.byteLength && !lookups.isStopped; at += CHUNK_BYTES) {
    yield whole.subarray(at, at + CHUNK_BYTES)
    await yieldToOthers()
  }
}

async function checkSpf({ clientIp, helo, envelopeFrom }: AuthenticatedMail, lookups: Lookups) {
  const domain = envelopeFrom === '' ? helo.toLowerCase() : addressDomain(envelopeFrom)
  if (isOwnNetwork(clientIp)) {
    return { word: 'none' as const, domain, isKnown: false, detail: 'spf=none (came by an own relay)' }
  }
  if (isUnresolvableDomain(domain)) {
    return { word: 'none' as const, domain, isKnown: true, detail: 'spf=none (no domain to ask)' }
  }
  const { spf } = await import('mailauth')
  const { status } = await spf({
    ip: clientIp,
    helo,
    sender: envelopeFrom,
    mta: 'postino',
    resolver: lookups.resolver,
  })
  const word = wordOf(status.result)
  return { word, domain, isKnown: word !== 'temperror', detail: `spf=${status.result} (${plain(domain)})` }
}

/** The look-ups of one mail: each asked once, not too many, none after the end. */
class Lookups {
  readonly resolver: DNSResolver
  readonly #answers = new Map<string, ReturnType<DNSResolver>>()
  readonly #dns = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 2 })
  isStopped = false

  constructor(resolver: DNSResolver | undefined) {
    const ask = resolver ?? ((name, type) => this.#dns.resolve(name, type) as ReturnType<DNSResolver>)
    this.resolver = async (name, type) => {
      if (isUnresolvableDomain(name)) throw dnsError('ENOTFOUND')
      if (this.isStopped) throw dnsError('ETIMEOUT')
      const key = `${type} ${name.toLowerCase()}`
      const answer = this.#answers.get(key)
      if (answer) return answer
      if (this.#answers.size >= MAX_QUERIES) throw dnsError('ESERVFAIL')
      const asked = ask(name, type)
      this.#answers.set(key, asked)
      return asked
    }
  }

  stop(): void {
    this.isStopped = true
    this.#dns.cancel()
  }
}

const dnsError = (code: string): Error => Object.assign(new Error(code), { code })

function wordOf(result: string): AuthenticationWord {
  return result === 'pass' || result === 'fail' || result === 'temperror' ? result : 'none'
}

/** `why` is a word of the messages: trail.reason.* */
const nothingKnown = (
  why: 'no-single-domain' | 'reserved-domain' | 'no-answer-in-time' | 'not-checkable',
): MailAuthentication => ({
  spf: 'none',
  dkim: 'none',
  dmarc: 'none',
  verdict: 'none',
  details: [why],
})
