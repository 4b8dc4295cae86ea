/**
 * Listens to a tenant's stream of changes, as a browser does.
 * @returns {Promise<{ next(): Promise<number>, close(): void }>} `next`: when, on the clock of performance.now(), the
 *   next ticket was told of
 */
export async function listenToChanges(baseUrl, slug, cookie) {
  const abort = new AbortController()
  const response = await fetch(`${baseUrl}/t/${slug}/live`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal: abort.signal,
  })
  if (!response.ok) throw new Error(`the stream was answered ${response.status}`)
  const waiting = []
  const read = async () => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of response.body) {
      text += decoder.decode(chunk, { stream: true })
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames) {
        if (/^event: change$/m.test(frame) && frame.includes('"created"'))
          waiting.shift()?.(performance.now())
      }
    }
  }
  read().catch((error) => {
    if (error.name !== 'AbortError') throw error
  })
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    close: () => abort.abort(),
  }
}
