/** The demo's story as it is written down; `seedDemo` makes rows of it. */
export interface DemoTenant {
  slug: string
  name: string
  locale: string
  channel: { fromName: string; fromAddress: string }
  mailboxName: string
  queues: { name: string; hue: number }[]
  states: { name: string; hue: number; phase: 'opening' | 'working' | 'waiting' | 'closing' }[]
  types: { name: string; hue: number }[]
  members: { person: string; role: 'owner' | 'admin' | 'agent'; displayName: string }[]
  organizations: { name: string; isHouse?: boolean }[]
  customers: Record<string, DemoCustomer>
  tickets: DemoTicket[]
  quarantined: { from: string; subject: string; reason: string; daysAgo: number }[]
  /** The line above quoted text. */
  quoteLine(name: string): string
}

export interface DemoCustomer {
  name: string
  address: string
  organization?: string
  /** False: nobody has said yet who this is. */
  isRegistered?: boolean
  signature?: string
}

export interface DemoTicket {
  subject: string
  from: string
  queue: string
  state: string
  type?: string
  priority?: 'low' | 'normal' | 'high' | 'urgent'
  assignee?: string
  /** When the first message came. */
  daysAgo: number
  talk: DemoMessage[]
}

/** `after`: hours since the message before. */
export type DemoMessage =
  | { kind: 'in'; after?: number; by?: string; text: string; files?: DemoFileName[]; asksToJoin?: true }
  | { kind: 'out'; after: number; by: string; text: string; ending?: 'failed' | 'uncertain' }
  | { kind: 'note'; after: number; by: string; text: string }

export type DemoFileName = 'label.png' | 'board.png' | 'chart.png' | 'serials.csv' | 'order.txt'
