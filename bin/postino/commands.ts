import type { Command } from './command'

/** Every command; its code is loaded when it is asked for, so that `parse` needs neither settings nor database. */
export const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  parse: {
    summary: 'read a mail and print what is in it, as JSON',
    load: async () => (await import('./parse-command')).parseCommand,
  },
  thread: {
    summary: 'say which mails belong together, as JSON lines',
    load: async () => (await import('./thread-command')).threadCommand,
  },
  explain: {
    summary: 'why a mail is where it is, or what the product sees in a file',
    load: async () => (await import('./explain-command')).explainCommand,
  },
  deliver: {
    summary: 'hand a mail to this installation’s own receiver',
    load: async () => (await import('./deliver-command')).deliverCommand,
  },
  replay: {
    summary: 'read a kept mail again with the code of today',
    load: async () => (await import('./replay-command')).replayCommand,
  },
  quarantine: {
    summary: 'list, show or retry the mails that became no ticket',
    load: async () => (await import('./quarantine-command')).quarantineCommand,
  },
  inbound: {
    summary: 'open and close ways in by HTTP for programs of a tenant',
    load: async () => (await import('./inbound-command')).inboundCommand,
  },
  mailbox: {
    summary: 'list the mailboxes read by IMAP, or try one',
    load: async () => (await import('./mailbox-command')).mailboxCommand,
  },
  keys: {
    summary: 'seal the secrets of all tenants with the newest key',
    load: async () => (await import('./keys-command')).keysCommand,
  },
  doctor: {
    summary: 'look at what this installation stands on',
    load: async () => (await import('./doctor-command')).doctorCommand,
  },
}
