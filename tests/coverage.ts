/**
 * What the product promises, in 112 rows, and the test that shows each. `npm run docs:behaviours` writes
 * docs/behaviours.md from it; tests/architecture/coverage.test.ts looks whether the tests are there.
 */
export interface Behaviour {
  row: number
  what: string
  shownBy: Shown[] | 'not yet'
}

/** A test's file under tests/, and its name as it stands there. */
export type Shown = [file: string, test: string]

const ingest = 'database/ingest/ingest-mail.test.ts'
const reply = 'database/tickets/reply-to-ticket.test.ts'
const change = 'database/tickets/change-ticket.test.ts'
const list = 'database/tickets/list-tickets.test.ts'
const detail = 'database/tickets/get-ticket.test.ts'
const notYet = 'not yet' as const

const arrives: Shown = [
  ingest,
  'a mail from an unknown sender becomes one ticket with its subject, text, sender and trail',
]

type Entry = [what: string, ...shownBy: (Shown | typeof notYet)[]]

const chapters: { title: string; first: number; entries: Entry[] }[] = [
  {
    title: 'Mail comes in',
    first: 1,
    entries: [
      [
        'A mail to a connected mailbox becomes one ticket by itself',
        arrives,
        [
          'database/reliability/storage-away.test.ts',
          'a store that is full: SMTP says later, HTTP says 503 and when, the mailbox waits, health and administrators know; then all of it comes',
        ],
        [
          'database/reliability/chaos.test.ts',
          'mail by every way and the answers to it survive kills of worker and database: none lost, doubled or misplaced',
        ],
        ['e2e/first-look.spec.ts', 'a mail that arrives appears in the open inbox by itself, within seconds'],
        [
          'database/mailboxes/listen.test.ts',
          'mail is a ticket as soon as the server tells of it, its flags untouched; a refused password delays nobody',
        ],
        [
          'e2e/mailboxes.spec.ts',
          'a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket',
        ],
      ],
      ['The subject is the title', arrives],
      [
        'The body is the description, as text and as cleaned HTML',
        arrives,
        ['unit/mail/clean-html.test.ts', 'keeps what a mail is made of'],
        [
          'e2e/html-payloads.spec.ts',
          'without all three they run and load: what is shown above is worth something',
        ],
        [
          'e2e/pictures.spec.ts',
          'pictures come after consent, from our address alone; the tracking pixel never',
        ],
      ],
      [
        'Files come along',
        [
          'database/ingest/files.test.ts',
          'each file of a mail comes with its name, its type and exactly its bytes, in the order of the mail',
        ],
      ],
      [
        'The sender is kept and linked',
        arrives,
        [ingest, 'the second mail of a sender reuses the customer and makes a second ticket'],
      ],
      [
        'Several mailboxes, one place to answer',
        [detail, 'leaves by the queue, else by the mailbox, else by the standard channel'],
        [
          'database/ingest/several-queues.test.ts',
          'a mail to two mailboxes is one ticket, listed and counted once in the queue of each, and once in all',
        ],
      ],
      [
        'Connect directly or by forwarding',
        [
          'database/mailboxes/settings.test.ts',
          'the addresses to forward to are listed, each tenant’s own, and the first mail shows that forwarding works',
        ],
        [
          'e2e/mailboxes.spec.ts',
          'a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket',
        ],
      ],
      [
        'Microsoft 365 by consent, in and out at once',
        [
          'database/oauth/oauth.test.ts',
          'one consent makes a mailbox, not yet read, and a way out, which share the login',
        ],
        [
          'database/oauth/oauth.test.ts',
          'ten workers that need a new token at once refresh it once, and all get it',
        ],
        [
          'database/oauth/refresh-killed.test.ts',
          'a worker killed before it kept the provider’s answer: where the token before is still taken, nobody notices',
        ],
        ['e2e/mailboxes.spec.ts', 'a mailbox by consent: one consent opens the way in and the way out'],
      ],
      [
        'Microsoft 365: what to do when SMTP sign-in is off',
        ['unit/adapters/channels/smtp-channel.test.ts', 'a login answered with "%s" means %s'],
      ],
      [
        'A warning against connecting one’s own mailbox',
        [
          'database/channels/channels.test.ts',
          'what gives up protection, and a colleague’s own address, need a word of their own',
        ],
      ],
      ['A guide to forward from Outlook and Microsoft 365', notYet],
      ['Gmail by app password, in and out at once', notYet],
      [
        'Gmail: the hint at two-step verification',
        ['unit/adapters/channels/smtp-channel.test.ts', 'a login answered with "%s" means %s'],
      ],
      ['A guide to forward from Gmail; its confirmation is recognised', notYet],
      ['A guide for any other provider', notYet],
      ['An address for each ticket type', notYet],
      [
        'The addresses to forward to, for administrators only',
        [
          'e2e/settings.spec.ts',
          'the addresses to forward to are for administrators: an agent finds neither them nor the way there',
        ],
      ],
      ['Several managers with their own addresses', notYet],
      ['An own short address that forwards', notYet],
      [
        'Further accounts, one of them the default',
        [
          'database/channels/channels.test.ts',
          'there is one default channel, before and after another becomes it; it cannot rest or be removed',
        ],
      ],
      [
        'Account: its name',
        [
          'database/mailboxes/settings.test.ts',
          'a new mailbox is not read before somebody starts it, and then from that moment on',
        ],
      ],
      [
        'Account: IMAP host',
        [
          'database/mailboxes/settings.test.ts',
          'a new mailbox is not read before somebody starts it, and then from that moment on',
        ],
        [
          'e2e/mailboxes.spec.ts',
          'a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket',
        ],
      ],
      [
        'Account: IMAP port',
        [
          'database/mailboxes/settings.test.ts',
          'a new mailbox is not read before somebody starts it, and then from that moment on',
        ],
      ],
      [
        'Account: IMAP user',
        [
          'database/mailboxes/settings.test.ts',
          'a new mailbox is not read before somebody starts it, and then from that moment on',
        ],
      ],
      [
        'Account: IMAP password, sealed',
        [
          'database/mailboxes/settings.test.ts',
          'a provider’s name fills in its server; the password is told to nobody',
        ],
      ],
      [
        'Account: encryption',
        [
          'database/mailboxes/login.test.ts',
          'a certificate nobody signed is refused, whatever the encryption; pinned or unchecked it is taken',
        ],
        ['database/mailboxes/login.test.ts', 'whoever takes STARTTLS out of the offer gets no password'],
      ],
      [
        'Account: folder for processed mail',
        [
          'database/mailboxes/folders.test.ts',
          'a mail goes there when it is a ticket, not before; the folder is made when it is missing',
        ],
        [
          'database/mailboxes/folders.test.ts',
          'a server without MOVE: copied and removed; cut off in between, the next try makes no second copy',
        ],
      ],
      [
        'Account: without authentication',
        [
          'database/mailboxes/login.test.ts',
          'a server that wants no login is read without one; one that wants it says so',
        ],
        [
          'database/mailboxes/settings.test.ts',
          'giving up protection needs a word of its own and is written down; a pinned certificate does not',
        ],
      ],
      [
        'Account: check the certificate',
        [
          'database/mailboxes/login.test.ts',
          'a certificate nobody signed is refused, whatever the encryption; pinned or unchecked it is taken',
        ],
        ['database/mailboxes/login.test.ts', 'tells what is there, and a certificate to be trusted'],
      ],
      [
        'Account: OAuth',
        [
          'database/oauth/oauth.test.ts',
          'one consent makes a mailbox, not yet read, and a way out, which share the login',
        ],
        ['e2e/mailboxes.spec.ts', 'a mailbox by consent: one consent opens the way in and the way out'],
      ],
      ['Read the mailbox without making tickets', notYet],
      ['Make a ticket from a mail by hand', notYet],
      ['By hand: customer and organization found from the sender', notYet],
      ['By hand: for one customer or the whole organization', notYet],
      ['By hand: subject, text and files are taken over', notYet],
      ['By hand: opening state, and nobody is told', notYet],
      [
        'Files of forwarded mail survive at every depth',
        ['unit/mail/reply-text.test.ts', 'a forwarded mail is kept whole'],
        ['database/ingest/forwarded.test.ts', 'the original as a file is exact, and its own files are named'],
      ],
    ],
  },
  {
    title: 'Who is the customer',
    first: 38,
    entries: [
      ['Addresses and domains that count as an organization', notYet],
      ['…for all mailboxes or for one', notYet],
      [
        'A registered sender’s mail is his and his organization’s',
        [ingest, 'the second mail of a sender reuses the customer and makes a second ticket'],
      ],
      ['Unregistered senders belong to the house, where chosen', notYet],
      ['A registered sender sees his mails in the portal', notYet],
      ['Unregistered senders can write', arrives],
      [
        '…and are told that the mail arrived',
        [
          ingest,
          'a new sender is told once in 24 hours that the mail arrived, without a word of what was written',
        ],
        [ingest, 'a machine is never answered'],
      ],
      ['A view of unregistered senders', [list, 'counts what the views list']],
      ['How many requests come from them', [list, 'counts what the views list']],
      ['Portal accounts of an organization', notYet],
      ['…within the plan', notYet],
      [
        'The customer beside the ticket',
        [detail, 'beside it stand the customer, his other tickets newest first, and what is linked'],
      ],
      [
        'His other tickets beside the ticket',
        [detail, 'beside it stand the customer, his other tickets newest first, and what is linked'],
      ],
    ],
  },
  {
    title: 'Ticket, states, calendar',
    first: 51,
    entries: [
      ['States of one’s own', [list, 'offers the choices of this tenant alone']],
      ['…described', notYet],
      ['…coloured', notYet],
      ['Progress at a glance', [list, 'a list item says who, where and how it stands']],
      [
        'Opening and closing states',
        [change, 'closing ends the waiting and is in the history with both names'],
        [change, 'opened again, it is no longer closed'],
      ],
      ['What a mailbox gives a new ticket', notYet],
      ['A new ticket waits to be planned', arrives],
      ['A panel of work to be planned', notYet],
      ['Drag onto the calendar', notYet],
      [
        'The list filters',
        [list, 'queue and state narrow the view'],
        [list, 'subject is found in any case, and its wildcards are letters'],
      ],
      ['The detail opens', [detail, 'is told from the oldest to the newest, messages and acts together']],
      [
        'Change the state in the detail',
        [change, 'closing ends the waiting and is in the history with both names'],
      ],
      [
        'Answer in the detail',
        [reply, 'is a message, a promise with its bytes, a changed ticket and an event, all at once'],
      ],
      ['Answer from a template', notYet],
      [
        'The conversation shows every exchange',
        [detail, 'is told from the oldest to the newest, messages and acts together'],
      ],
      [
        'Answers go to the customer’s inbox, his come back into the ticket',
        [reply, 'carries marks that lead back to this ticket of this tenant and no other'],
        [
          'unit/outbound/compose-reply.test.ts',
          'its Message-ID, its Reply-To and the first of References lead back to the ticket',
        ],
        [
          'e2e/mailboxes.spec.ts',
          'a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket',
        ],
      ],
      [
        'A reply in any state brings the ticket back',
        [
          ingest,
          'our token from a participant reopens the ticket; from anybody else it is a request to join that changes nothing',
        ],
        [
          'database/ingest/which-ticket.test.ts',
          'whoever writes twice to a ticket that is closed for good has one new one, until that is closed as well',
        ],
      ],
      [
        'Ask for a read receipt',
        [
          'e2e/receipts.spec.ts',
          'a reply that asks for a read receipt shows when it was viewed; one that does not asks for none',
        ],
      ],
      [
        'See when the customer looked',
        [
          'database/ingest/receipts.test.ts',
          'a receipt that somebody displayed our mail is shown at its recipient, and is no answer',
        ],
        [
          'e2e/receipts.spec.ts',
          'a reply that asks for a read receipt shows when it was viewed; one that does not asks for none',
        ],
      ],
    ],
  },
  {
    title: 'Notifications and texts',
    first: 70,
    entries: [
      ['Tell an address about a new ticket', notYet],
      ['Tell the customer that somebody takes care', notYet],
      ['A template for answers', notYet],
      ['Tell an address about a customer’s reply', notYet],
      ['An address for the system’s own notices', notYet],
      ['Twelve switches: event, channel, recipient', notYet],
      ['Texts of one’s own', notYet],
      ['A courtesy text for each state', notYet],
      ['What happens when a ticket is opened in the app', notYet],
      ['What happens when an agent answers', notYet],
      ['What happens when a customer answers', notYet],
      ['Contact details in the app', notYet],
    ],
  },
  {
    title: 'Customer portal',
    first: 82,
    entries: [
      ['In the browser', notYet],
      ['On the phone', notYet],
      ['Sign in', notYet],
      ['By a code sent by mail', notYet],
      ['Own tickets', notYet],
      ['…found by text', notYet],
      ['…found by state', notYet],
      ['…read and answered', notYet],
      ['A new ticket', notYet],
      ['Invoices', notYet],
      ['…found by text or state', notYet],
      ['…one by one', notYet],
    ],
  },
  {
    title: 'Mail goes out',
    first: 94,
    entries: [
      [
        'By the operator’s own server',
        [
          'database/outbound/deliver-outbound-mail.test.ts',
          'an accepted mail is settled, and asking again sends nothing',
        ],
        ['unit/outbound/rules.test.ts', 'without a way out a mail stays pending, says so and does not age'],
        [
          'database/reliability/sender-killed.test.ts',
          'a reply leaves once, wherever its sender dies and whatever the server does',
        ],
      ],
      [
        'From the tenant’s address',
        [reply, 'is a message, a promise with its bytes, a changed ticket and an event, all at once'],
        ['http/v1-sender.test.ts', 'what is sent is from the tenant’s own channel'],
      ],
      [
        'From the connected account’s address',
        [
          'database/channels/channels.test.ts',
          'a mail leaves by the channel it was written for, signed in with its own password',
        ],
      ],
      [
        'By one’s own SMTP',
        [
          'database/channels/channels.test.ts',
          'a mail leaves by the channel it was written for, signed in with its own password',
        ],
        ['unit/adapters/channels/smtp-channel.test.ts', 'a mail goes out with encryption %s and a login'],
        [
          'unit/adapters/channels/smtp-channel.test.ts',
          'a pinned certificate is taken with encryption %s, and no other',
        ],
        [
          'database/reliability/dead-neighbours.test.ts',
          'dead mail servers of some tenants do not delay the others, and get one connection each',
        ],
        [
          'e2e/mailboxes.spec.ts',
          'a mailbox by password: mail in, answer out by the firm’s SMTP server, plain reply in, one ticket',
        ],
      ],
      [
        'Further outgoing accounts',
        [
          'database/channels/channels.test.ts',
          'a mail leaves by the channel it was written for, signed in with its own password',
        ],
        ['database/channels/channels.test.ts', 'an app password may be typed with its spaces'],
        [
          'database/oauth/oauth.test.ts',
          'one consent makes a mailbox, not yet read, and a way out, which share the login',
        ],
      ],
      [
        'Choose which one sends',
        ['unit/outbound/reply-plan.test.ts', 'the queue says it, else the mailbox, else the standard one'],
      ],
      [
        'Reply via: from queue and mailbox to channel',
        [
          'database/channels/reply-via.test.ts',
          'what is chosen is what the composer shows: the queue before the mailbox before the default',
        ],
        ['unit/outbound/reply-plan.test.ts', 'the queue says it, else the mailbox, else the standard one'],
        [detail, 'leaves by the queue, else by the mailbox, else by the standard channel'],
      ],
      [
        'A mismatch is explained',
        [
          'e2e/settings.spec.ts',
          'a mailbox that would be answered from another domain is warned about, and what is chosen is kept',
        ],
      ],
      ['The look of outgoing mail', notYet],
      ['Queues have a name and a colour', [list, 'a list item says who, where and how it stands']],
      ['Queues count and route', [list, 'counts what the views list']],
    ],
  },
  {
    title: 'Loops, start, plans',
    first: 105,
    entries: [
      [
        'Nothing is sent to a blocked address',
        [reply, 'a blocked customer gets no reply'],
        [
          'database/outbound/deliver-outbound-mail.test.ts',
          'nothing is sent to an address that was blocked meanwhile, and the mail says so',
        ],
        [
          'database/blocked-addresses/blocked-addresses.test.ts',
          'a customer who is blocked gets no reply, and one who is taken off the list gets one',
        ],
      ],
      [
        'Our own addresses are on that list by themselves',
        ['database/system-door.test.ts', "every tenant's addresses are our own, a customer's is not"],
        [ingest, 'our own mail that comes back is recorded and makes no ticket'],
      ],
      [
        'A loop is explained where it happens',
        [
          'database/ingest/loops.test.ts',
          'the fifth ticket alike within an hour names both ends of the loop, and what helps; others do not',
        ],
        ['database/ingest/loops.test.ts', 'at most three mails of ours go by themselves in a day to: %s'],
      ],
      ['A guide from sign-up to the first ticket', notYet],
      ['The recommended way is marked', notYet],
      ['Everything in one place', [list, 'open tickets, newest first']],
      ['Plans switch features', notYet],
      [
        'Italian, French, English',
        ['architecture/messages.test.ts', 'has exactly the texts that English has'],
      ],
    ],
  },
]

export const coverage = chapters.map(({ title, first, entries }) => ({
  title,
  behaviours: entries.map(([what, ...shownBy], index): Behaviour => {
    const shown = shownBy.filter((one): one is Shown => one !== notYet)
    return { row: first + index, what, shownBy: shown.length > 0 ? shown : notYet }
  }),
}))
