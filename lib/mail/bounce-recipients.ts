import { parseAddress } from './address'
import { returnedTo } from './delivery-report'
import { addressWords, leadingAddresses, namesLocalPart } from './recipient-line'
import type { ParsedMail } from './types'

const MAX_RECIPIENTS = 50

/**
 * Somebody who did not get a mail, by an address that may be none that mail can be sent to, the lines that stand under
 * the name, and the address that was expanded to it.
 */
export type Named = { address: string; said: readonly string[]; alias?: string }

/** The lines of a report: its own words, and all with the copy of the returned mail below them. */
export type ReportLines = { readonly own: readonly string[]; readonly all: readonly string[] }

/** Divides what a report says from the mail that it copies. */
export function reportLines(all: readonly string[]): ReportLines {
  const found = all.findIndex((line) => RETURNED.test(line) || RETURNED_FIELD.test(line))
  return { own: found < 0 ? all : all.slice(0, found), all }
}

/** The sentences by which mail systems announce what they return, with or without rules around them. */
const RETURNED =
  /^[-=*# ]{0,60}(?:(?:this|here|below|below this line)? ?is a copy of|(?:start of )?returned (?:message|mail)|(?:possibly truncated )?original (?:message|e?-?mail)(?: headers?)?(?: follows?)?\s?[-=:.*]{0,60}$|unsent message|a copy of (?:the|your) (?:original |returned )?(?:message|mail)|your (?:original )?(?:message|mail) (?:reads|follows)|old message:|(?:the )?(?:message )?headers? (?:of the original message )?(?:follows?|is following)|the header of the original|undelivered message|original text|message text follows|content-type: message\/rfc822|intestazioni originali|en-t[êe]tes (?:d'origine|de message d'origine)|urspr(?:ü|ue)ngliche (?:nachricht|kopfzeilen)|encabezados de mensajes? originales|cabeçalhos originais)/i
const RETURNED_FIELD = /^(?:received:|return-path:|dkim-signature:|x-apparently-to:)/i

/**
 * Who did not get it: those whose line begins with their address, else those whom a sentence names, else, of a
 * report that names nobody, those whom the returned mail was for.
 */
export function namedRecipients(
  mail: ParsedMail,
  { own: lines, all }: ReportLines,
  ours: ReadonlySet<string>,
): Named[] {
  const listed = listedRecipients(mail)
  const leading = leadingRecipients(lines, ours)
  if (listed.length > 0) {
    return listed.map(
      (address) =>
        leading.find((one) => one.address.toLowerCase() === address.toLowerCase()) ?? { address, said: [] },
    )
  }
  if (leading.length > 0) return leading
  const mentioned = mentionedRecipients(lines, ours)
  const linked = mentioned.length > 0 ? [] : linkedRecipients(mail, ours)
  if (mentioned.length > 0) return bare(mentioned)
  if (linked.length > 0) return bare(linked)
  // Forwarded on its way, a report may be addressed to the very one who did not get the mail.
  const anyone = leadingRecipients(lines, new Set())
  if (anyone.length > 0) return anyone
  const addressees = originalRecipients(mail, all.slice(lines.length), ours)
  if (addressees.length === 0) {
    const others = [
      ...namedByLocalPart(lines, mail.from?.address),
      ...mentionedRecipients([mail.subject], ours),
    ]
    return others.length > 0 ? bare(others) : ownRecipients(mail, lines, all)
  }
  // Old mail systems name who is unknown by the part before the @ only.
  const local = addressees.filter((one) => lines.some((line) => namesLocalPart(line, one)))
  return bare(local.length > 0 ? local : addressees)
}

const bare = (addresses: readonly string[]): Named[] => addresses.map((address) => ({ address, said: [] }))

/** We wrote to ourselves, and that did not arrive either. */
function ownRecipients(mail: ParsedMail, lines: readonly string[], all: readonly string[]): Named[] {
  const named = mentionedRecipients(lines, new Set())
  return bare(named.length > 0 ? named : originalRecipients(mail, all.slice(lines.length), new Set()))
}

/**
 * Large providers list their own users by the part before the @ alone, under a sentence about recipients: then the
 * domain is the one that reports.
 */
function namedByLocalPart(lines: readonly string[], reporter: string | undefined): string[] {
  const domain = reporter?.slice(reporter.lastIndexOf('@'))
  const start = lines.findIndex(
    (line, at) => line.endsWith(':') && LISTING.test(`${lines[at - 2] ?? ''} ${lines[at - 1] ?? ''} ${line}`),
  )
  if (start < 0 || domain === undefined) return []
  const below = lines.slice(start + 1).filter((line) => line !== '')
  const names = below.map((line) => LISTED.exec(line)?.[1])
  const end = names.indexOf(undefined)
  return names.slice(0, Math.min(end < 0 ? names.length : end, MAX_RECIPIENTS)).map((name) => name + domain)
}

const LISTING = /\b(?:recipients?|users?|members?|undeliverable|delivered)\b/i
const LISTED = /^([a-z\d][\w.+-]{1,63})(?: {1,5}\([^()@]{3,80}\))?$/i

/** In a report that is a page an address may stand in the link alone, below the name of the recipient. */
function linkedRecipients({ html }: ParsedMail, ours: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  const links = (html ?? '')
    .slice(0, 200_000)
    .matchAll(/\bhref\s{0,3}=\s{0,3}["']mailto:([^"'?\s>]{3,320})/gi)
  for (const [, link = ''] of links) {
    const address = parseAddress(link)?.address
    if (address !== undefined && !ours.has(address.toLowerCase()) && !isMachineAddress(address))
      found.add(address)
  }
  return [...found].slice(0, MAX_RECIPIENTS)
}

/** Exim and Gmail note the recipients in the head. */
function listedRecipients(mail: ParsedMail): string[] {
  const found = new Set<string>()
  for (const header of mail.headers) {
    if (header.name.toLowerCase() !== 'x-failed-recipients') continue
    for (const word of header.value.split(/[,\s]/)) addIfAddress(found, word)
  }
  return [...found].slice(0, MAX_RECIPIENTS)
}

/** Lines that begin with an address, as every mail system writes them: "<a@b>:", "* a@b", "To: a@b ...". */
function leadingRecipients(lines: readonly string[], ours: ReadonlySet<string>): Named[] {
  const found: { address: string; said: string[] }[] = []
  let current: { said: string[] }[] = []
  let isDelivered = false
  for (const line of lines) {
    if (/[:-]$/.test(line) && !line.includes('@')) isDelivered = DELIVERED.test(line)
    if (isDelivered) continue
    const addresses = leadingAddresses(line).filter((one) => !ours.has(one.toLowerCase()))
    if (addresses.length > 0) {
      current = addresses.map((address) => {
        const known = found.find((one) => one.address.toLowerCase() === address.toLowerCase())
        const one = known ?? { address, said: [] }
        if (known === undefined && found.length < MAX_RECIPIENTS) found.push(one)
        return one
      })
    }
    for (const one of current) one.said.push(line)
  }
  return found.map(({ address, said }) => {
    const alias = expandedFrom(said, ours)
    return alias === null ? { address, said } : { address, said, alias }
  })
}

/** The heading of those who did get the mail. */
const DELIVERED =
  /^(?!.{0,200}(?:\bnot\b|n't|never|yet\b|fail|could|error|problem|undeliver|unable|trying)).{0,200}\b(?:(?:was|were|been|is) (?:successfully )?delivered|successful(?:ly)?|had delivery notifications|relayed)\b/i

/** Postfix and sendmail: "(expanded from <a@b>)"; Exim: "(generated from a@b)"; Sun: "Original address: a@b". */
function expandedFrom(said: readonly string[], ours: ReadonlySet<string>): string | null {
  for (const line of said.slice(0, 6)) {
    const word =
      /(?:\((?:ultimately )?(?:expanded|generated|forwarded|redirected) from|^original address)[: ]{1,3}<?([^\s<>()]{3,320})/i.exec(
        line,
      )?.[1]
    const address = word === undefined ? undefined : parseAddress(word)?.address
    if (address !== undefined && !ours.has(address.toLowerCase())) return address
  }
  return null
}

const NAMING =
  /(?:\b(?:to|for|from|recipients?|addressee|address|user|mailbox|account|attempts|destinataire|destinatario|empfänger)|[:：])\s{0,3}[:(]?\s{0,3}["'<[(]{0,2}$/i

/** Whom to ask is not who did not get the mail. */
const FOR_HELP =
  /\b(?:contact|questions?|support|help(?: ?desk)?|assistance|write (?:to )?(?:us|me)|reply to|mail us|call|report (?:it )?to|abuse)\b[^.]{0,20}$/i

/** Addresses that a sentence names as the one it is about. */
function mentionedRecipients(lines: readonly string[], ours: ReadonlySet<string>): string[] {
  const found = new Set<string>()
  const others = new Set<string>()
  for (const [number, line] of lines.entries()) {
    if (!line.includes('@') || /^(?:from|reply-to|sender|mail from|message-id|subject)\s?:/i.test(line))
      continue
    let isNamed = false
    for (const { at, word } of addressWords(line)) {
      const address = parseAddress(word)?.address
      if (address === undefined || ours.has(address.toLowerCase()) || isMachineAddress(address)) continue
      const before = at === 0 ? `${lines[number - 1] ?? ''} ` : line.slice(Math.max(0, at - 40), at)
      if (FOR_HELP.test(before) || !address.includes('.', address.lastIndexOf('@'))) continue
      // "to a@b, c@d and e@f": one name goes for all that follow it.
      isNamed = NAMING.test(before) || (isNamed && /(?:[,;&]|\b(?:and|e|et|und|y))[\s<"']{0,4}$/.test(before))
      ;(isNamed ? found : others).add(address)
    }
  }
  // One address in the whole report is the one that it is about, whatever the sentence around it.
  const chosen = found.size > 0 ? found : others.size === 1 ? others : new Set<string>()
  return [...chosen].slice(0, MAX_RECIPIENTS)
}

const isMachineAddress = (address: string): boolean =>
  /^(?:postmaster|mailer-daemon|abuse|support|help|helpdesk|admin|no-?reply)@/i.test(address)

/**
 * Out of the returned mail, be it a part of its own or copied into the text: whom it was sent to, and where even that
 * is missing, for whom a server on the way took it ("Received: ... for <a@b>").
 */
function originalRecipients(
  mail: ParsedMail,
  returned: readonly string[],
  ours: ReadonlySet<string>,
): string[] {
  const isOther = (address: string): boolean => !ours.has(address.toLowerCase())
  const found = new Set(returnedTo(mail).filter(isOther))
  for (const field of [RETURNED_TO, RETURNED_FOR]) {
    if (found.size > 0) break
    for (const line of returned) {
      if (!field.test(line)) continue
      for (const { word } of addressWords(line)) if (isOther(word)) addIfAddress(found, word)
    }
  }
  return [...found].slice(0, MAX_RECIPIENTS)
}

const RETURNED_TO = /^(?:to|rcpt to|envelope-to|delivered-to|x-original-to)\s?:/i
const RETURNED_FOR = /(?:^|\s)for <?[^\s<>;]{1,200}@[^\s<>;]{1,200}>?\s?;?/i

function addIfAddress(found: Set<string>, word: string): void {
  const address = parseAddress(word.replace(/^</, '').replace(/[>,;:.]+$/, ''))
  if (address !== null) found.add(address.address)
}
