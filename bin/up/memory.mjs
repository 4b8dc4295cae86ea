/**
 * For programs that hold whole mails: memory that was freed goes back to the system. By default glibc keeps an arena a
 * thread and learns from the first large mail to keep its room for ever.
 */
export const memoryEnvironment = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}

/** By default Node lets garbage pile up to a part of the machine's memory: the bytes of mails read long ago. */
export const workerNodeFlags = ['--max-old-space-size=512', '--max-semi-space-size=16']
