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
}
