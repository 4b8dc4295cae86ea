interface Waiting<Item> {
  item: Item
  resolve: () => void
  reject: (error: unknown) => void
}

/**
 * Gathers what arrives while the last flush is under way and flushes it together: alone an item is flushed at
 * once, under load a commit is shared by many. When a shared flush fails because of what was in it, each item is
 * tried by itself, so that one bad item fails alone.
 */
export class Batcher<Item> {
  private waiting: Waiting<Item>[] = []
  private isFlushing = false

  constructor(
    private readonly flush: (items: Item[]) => Promise<void>,
    private readonly mostItems: number,
    private readonly isItemsFault: (error: unknown) => boolean,
  ) {}

  /** Resolves when the item was flushed, rejects when it could not be. */
  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      if (!this.isFlushing) void this.run()
    })
  }

  private async run(): Promise<void> {
    this.isFlushing = true
    while (this.waiting.length > 0) await this.flushTogether(this.waiting.splice(0, this.mostItems))
    this.isFlushing = false
  }

  private async flushTogether(batch: Waiting<Item>[]): Promise<void> {
    try {
      await this.flush(batch.map((entry) => entry.item))
      for (const entry of batch) entry.resolve()
    } catch (error) {
      if (batch.length === 1 || !this.isItemsFault(error)) for (const entry of batch) entry.reject(error)
      else for (const entry of batch) await this.flushTogether([entry])
    }
  }
}
