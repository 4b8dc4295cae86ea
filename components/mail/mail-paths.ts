/** The lasting address of one mail, whatever became of it: for colleagues, notes and support. */
export const mailPagePath = (tenantSlug: string, rawMailId: string): string =>
  `/t/${tenantSlug}/mails/${rawMailId}`

/** The mail as it came. */
export const rawMailSourcePath = (tenantSlug: string, rawMailId: string): string =>
  `/t/${tenantSlug}/data/raw-mails/${rawMailId}/source`
