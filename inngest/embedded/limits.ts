/** The limits of an Inngest server, kept here too, so that no code grows that it would refuse. */
export const limits = {
  eventBytes: 512 * 1024,
  eventsPerRequest: 5_000,
  requestBytes: 64 * 1024 * 1024,
  stepsPerRun: 1_000,
  stepOutputBytes: 4 * 1024 * 1024,
  runStateBytes: 32 * 1024 * 1024,
  retries: 20,
  batchSize: 100,
  triggers: 10,
  concurrencyKeys: 2,
  cancelOn: 5,
  sleepMs: 366 * 24 * 60 * 60 * 1000,
  /** Above this a call over HTTP carries no state; the SDK fetches it (`use_api`). */
  callBodyBytes: 4 * 1024 * 1024,
} as const
