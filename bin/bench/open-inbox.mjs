/** As the inbox does: a burst of changes is asked for once. */
const settleMs = 200

/**
 * An inbox that stands open: it hears of changes and asks for its list, the overview and the changed ticket anew.
 * @returns {Promise<{ heard(): number, asked(): number, close(): void }>}
 */
export async function openInbox(baseUrl, slug, cookie) {
  const abort = new AbortController()
  const { signal } = abort
  const stream = await fetch(`${baseUrl}/t/${slug}/live`, {
    headers: { cookie, accept: 'text/event-stream' },
    signal,
  })
  if (!stream.ok) throw new Error(`the stream was answered ${stream.status}`)
  let heard = 0
  let asked = 0
  let timer

  const ask = async (place) => {
    asked++
    const response = await fetch(`${baseUrl}/t/${slug}/data/${place}`, { headers: { cookie }, signal })
    if (!response.ok) throw new Error(`${place} was answered ${response.status}`)
    await response.json()
  }
  const settle = () => {
    timer = undefined
    Promise.all([ask('tickets'), ask('overview')]).catch(unlessClosed)
  }
  const read = async () => {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of stream.body) {
      text += decoder.decode(chunk, { stream: true })
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      const changes = frames.filter((frame) => /^event: (change|resync)$/m.test(frame)).length
      heard += changes
      if (changes > 0) timer ??= setTimeout(settle, settleMs)
    }
  }
  const unlessClosed = (error) => {
    if (!signal.aborted) throw error
  }
  read().catch(unlessClosed)
  return {
    heard: () => heard,
    asked: () => asked,
    close: () => {
      clearTimeout(timer)
      abort.abort()
    },
  }
}
