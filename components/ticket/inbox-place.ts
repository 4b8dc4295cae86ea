/** Where a page that is filled in later has its inbox, and where the browser finds what was filled in. */
export const inboxPlaceId = 'inbox-place'
export const inboxSeedId = 'inbox-seed'
