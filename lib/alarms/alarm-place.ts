import type { AlarmKind } from './types'

/** The page of a tenant where most of what is broken can be mended. */
export function alarmPlace(kinds: readonly AlarmKind[]): string {
  if (kinds.every((kind) => kind === 'flood')) return 'quarantine'
  return kinds.every((kind) => kind === 'channel') ? 'settings/channels' : 'settings/mailboxes'
}
