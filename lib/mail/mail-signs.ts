import type { Evidence, PecReceipt } from './classification'
import { htmlToText } from './html-to-text'
import { lowerCase } from './lower-case'
import { readPecReceipt } from './pec'
import { type ProviderNotice, readProviderNotice } from './provider-notice'
import type { ParsedMail } from './types'

/** The headers, asked for many times, and the few derived facts every rule needs. */
export class Signs {
  readonly mail: ParsedMail
  readonly text: string
  readonly subject: string
  readonly pec: PecReceipt | null
  readonly notice: ProviderNotice | null
  private readonly mailFrom: string | null
  private readonly byName = new Map<string, string[]>()

  /** @param mailFrom of the envelope; null where there is none */
  constructor(mail: ParsedMail, mailFrom: string | null) {
    this.mail = mail
    this.mailFrom = mailFrom
    this.subject = lowerCase(mail.subject)
    this.pec = readPecReceipt(mail)
    this.notice = readProviderNotice(mail)
    this.text = (mail.text.trim() !== '' ? mail.text : htmlToText((mail.html ?? '').slice(0, 200_000))).slice(
      0,
      200_000,
    )
    for (const { name, value } of mail.headers) {
      const list = this.byName.get(name.toLowerCase())
      if (list === undefined) this.byName.set(name.toLowerCase(), [value])
      else list.push(value)
    }
  }

  all(name: string): readonly string[] {
    return this.byName.get(name) ?? []
  }

  first(name: string): string | null {
    return this.all(name)[0] ?? null
  }

  /** Evidence for the first header of the names that is there and passes the test. */
  header(names: readonly string[], rule: string, test: (value: string) => boolean = () => true): Evidence[] {
    for (const name of names) {
      const value = this.all(name).find((one) => test(one.toLowerCase()))
      if (value !== undefined) return [{ where: name, value: value.slice(0, 200), rule }]
    }
    return []
  }

  param(name: string): string {
    return this.mail.contentTypeParams.find((one) => one.name === name)?.value.toLowerCase() ?? ''
  }

  /**
   * The null sender (RFC 5321 section 4.5.5): notifications, never people. It stands in the envelope, and in the mail where
   * a server had delivered it before somebody passed it on with a sender of his own.
   */
  get hasNullSender(): boolean {
    return this.mailFrom === '' || this.first('return-path')?.replace(/\s/g, '') === '<>'
  }

  get fromLocal(): string {
    const address = this.mail.from?.address ?? this.mail.fromText.split(/[\s<"]/).at(-1) ?? ''
    return address.toLowerCase().split('@')[0]?.replace(/>$/, '') ?? ''
  }

  get autoSubmitted(): string {
    return (
      this.first('auto-submitted')
        ?.toLowerCase()
        .split(/[;\s(]/)[0] ?? ''
    )
  }
}

/** A sender that no person has. */
export const isMachineSender = (signs: Signs): boolean => {
  const from = signs.mail.fromText.toLowerCase()
  return (
    /^(?:mailer[-_.]?daemon|mail-?daemon|m-?daemon|post_?master|mail-?delivery|mail[._]delivery[._]su?b?systee?m|mdaemon)$/.test(
      signs.fromLocal,
    ) ||
    from.includes('mailer-daemon') ||
    from.includes('mail delivery s') ||
    from.includes('courier mail server') ||
    /^microsoftexchange[\da-f]{3,40}$/.test(signs.fromLocal) ||
    from.trim().endsWith('<>')
  )
}

/** Nobody reads what is written to that address. */
export const isNobody = (signs: Signs): boolean =>
  /^(?:.{0,40}[-_.])?(?:no[-_]?reply|do-?not-?reply|noresponder|nicht-?antworten|ne-?pas-?repondre)(?:[-_.+].{0,40})?$/.test(
    signs.fromLocal,
  )

/** The program itself that keeps a list: what comes from there is its answer to commands. */
export const isListProgram = (signs: Signs): boolean =>
  /^(?:listserv|majordomo|listproc|mailserv|ecartis|sympa|ezmlm|smartlist)$/.test(signs.fromLocal)
