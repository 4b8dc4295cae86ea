/** The pages of the settings, in their order: all but the first are for those who administer. */
export const settingsSections = [
  'sessions',
  'mailboxes',
  'channels',
  'reply-via',
  'blocked-addresses',
  'inbound',
  'api-keys',
] as const

export type SettingsSection = (typeof settingsSections)[number]
