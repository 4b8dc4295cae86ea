/**
 * Stands in for `next/headers`, which only answers inside a request of a running server. One request at a time:
 * `asBrowser` says whose it is.
 */
let current = new Headers()
let written: { name: string; value: string; maxAge?: number | undefined }[] = []

export async function asBrowser<T>(asked: Record<string, string>, work: () => Promise<T>): Promise<T> {
  current = new Headers({ origin: 'http://localhost:3000', host: 'localhost:3000', ...asked })
  written = []
  try {
    return await work()
  } finally {
    current = new Headers()
  }
}

export const writtenCookies = () => written

export const headers = async (): Promise<Headers> => current

export async function cookies() {
  const pairs = (current.get('cookie') ?? '').split('; ').map((pair) => pair.split('='))
  return {
    get: (name: string) => {
      const pair = pairs.find(([key]) => key === name)
      return pair ? { name, value: pair.slice(1).join('=') } : undefined
    },
    set: (name: string, value: string, options: { maxAge?: number }) => {
      written.push({ name, value, maxAge: options.maxAge })
    },
  }
}
