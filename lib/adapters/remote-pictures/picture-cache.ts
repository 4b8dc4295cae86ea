import type { LoadedPicture } from '@/lib/pictures/types'

/** Pictures that were loaded lately, up to a size; what is being loaded is loaded once. */
export function createPictureCache({ maxBytes, maxAgeMs }: { maxBytes: number; maxAgeMs: number }) {
  const kept = new Map<string, { picture: LoadedPicture; until: number }>()
  const loading = new Map<string, Promise<LoadedPicture>>()
  let sizeBytes = 0

  const forget = (key: string) => {
    sizeBytes -= kept.get(key)?.picture.bytes.byteLength ?? 0
    kept.delete(key)
  }
  const keep = (key: string, picture: LoadedPicture) => {
    forget(key)
    kept.set(key, { picture, until: Date.now() + maxAgeMs })
    sizeBytes += picture.bytes.byteLength
    for (const oldest of kept.keys()) {
      if (sizeBytes <= maxBytes) break
      forget(oldest)
    }
  }

  return {
    async remember(key: string, load: () => Promise<LoadedPicture>): Promise<LoadedPicture> {
      const found = kept.get(key)
      if (found && found.until > Date.now()) return found.picture
      const underWay = loading.get(key)
      if (underWay) return underWay
      const started = load()
      loading.set(key, started)
      try {
        const picture = await started
        keep(key, picture)
        return picture
      } finally {
        loading.delete(key)
      }
    },
    sizeBytes: () => sizeBytes,
  }
}
