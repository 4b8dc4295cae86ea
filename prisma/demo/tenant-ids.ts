import { demoId } from './rows'

/** The ids of everything a firm has, by what the story calls it. */
export function idsOf(slug: string) {
  const within = (kind: string) => (name: string) => demoId(`${slug} ${kind} ${name}`)
  return {
    tenant: demoId(`tenant ${slug}`),
    channel: demoId(`${slug} channel`),
    mailbox: demoId(`${slug} mailbox`),
    user: (person: string) => demoId(`user ${person}`),
    queue: within('queue'),
    state: within('state'),
    type: within('type'),
    creationAddress: within('creation address'),
    blocked: within('blocked'),
    member: within('member'),
    organization: within('organization'),
    customer: within('customer'),
    address: within('address'),
    ticket: within('ticket'),
    message: within('message'),
    attachment: within('attachment'),
    rawMail: within('raw mail'),
    outbound: within('outbound'),
    event: within('event'),
    audit: within('audit'),
  }
}
