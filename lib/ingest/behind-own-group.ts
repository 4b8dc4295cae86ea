import type { TenantSql } from '@/lib/db/tenant-sql'
import { addressKey } from '@/lib/mail/address'
import { gather, type Installation, type SoughtMail } from './gather'
import type { IngestContext, ReadMail } from './types'

/**
 * Everything the decisions on some mails need. A group under an address of our own, to which customers write and which
 * passes that on, shows itself as the sender: then the author is looked up in its stead, and no mail of a customer is
 * taken for one of ours.
 *
 * @returns the mails, with whom they are from, and a context for each, in their order
 */
export async function gatherWithAuthors<Sought extends SoughtMail>(
  db: TenantSql,
  sought: Sought[],
  installation: Installation,
): Promise<{ mails: Sought[]; contexts: IngestContext[] }> {
  const contexts = await gather(db, sought, installation)
  const mails = sought.map((one, index) => showAuthor(one, contexts[index]))
  const changed = mails.filter((one, index) => one !== sought[index])
  if (changed.length === 0) return { mails, contexts }
  const again = await gather(db, changed, installation)
  return {
    mails,
    contexts: contexts.map((context, index) => {
      const mail = mails[index]
      const at = mail === undefined ? -1 : changed.indexOf(mail)
      return again[at] ?? context
    }),
  }
}

/** The same for one mail. */
export async function gatherOne<Sought extends SoughtMail>(
  db: TenantSql,
  sought: Sought,
  installation: Installation,
): Promise<{ sought: Sought; context: IngestContext }> {
  const { mails, contexts } = await gatherWithAuthors(db, [sought], installation)
  const [one, context] = [mails[0], contexts[0]]
  if (!one || !context) throw new Error('a mail without what was gathered for it')
  return { sought: one, context }
}

function showAuthor<Sought extends SoughtMail>(sought: Sought, context: IngestContext | undefined): Sought {
  const { facts, authentication } = sought.mail
  const author = facts.behindList
  // Whoever forges our own address gains nothing by naming an author.
  if (author === null || facts.from === null || authentication.verdict === 'fail') return sought
  if (!context?.ownAddressKeys.includes(addressKey(facts.from))) return sought
  const told = `the group ${addressKey(facts.from)} names the author`
  const mail: ReadMail = {
    ...sought.mail,
    facts: { ...facts, from: author, fromAll: [author] },
    authentication: {
      verdict: 'none',
      details:
        authentication.details[0] === told ? authentication.details : [told, ...authentication.details],
    },
  }
  return { ...sought, mail }
}
