import type { MemberRole } from './scope'

/**
 * What may be done, and by which roles. Whoever is not listed may not: a new permission without a row does not
 * compile, and nothing here means "everybody".
 */
const rolesByPermission = {
  'ticket.read': ['owner', 'admin', 'agent'],
  'ticket.reply': ['owner', 'admin', 'agent'],
  'ticket.note': ['owner', 'admin', 'agent'],
  'ticket.change': ['owner', 'admin', 'agent'],
  'ticket.join': ['owner', 'admin', 'agent'],
  'quarantine.read': ['owner', 'admin', 'agent'],
  'quarantine.retry': ['owner', 'admin', 'agent'],
  'session.own': ['owner', 'admin', 'agent'],
  'settings.read': ['owner', 'admin'],
  'settings.change': ['owner', 'admin'],
} as const satisfies Record<string, readonly MemberRole[]>

export type Permission = keyof typeof rolesByPermission

export const isAllowed = (role: MemberRole, permission: Permission): boolean =>
  (rolesByPermission[permission] as readonly MemberRole[]).includes(role)
