import { percentile } from '../figures.mjs'

/**
 * Asks for every place, each visitor the next one as soon as he has read the last: no think time.
 * @returns {Promise<Record<string, { p50: number, p95: number, max: number, bytes: number }>>} milliseconds, by kind
 */
export async function measurePlaces(visitors, places, warmUp = 20) {
  const figures = {}
  for (const [kind, { accept, paths }] of Object.entries(places)) {
    await visitAll(visitors, accept, paths.slice(0, warmUp))
    const answers = await visitAll(visitors, accept, paths)
    const times = answers.map(({ ms }) => ms)
    figures[kind] = {
      ...{ p50: percentile(times, 0.5), p95: percentile(times, 0.95), max: percentile(times, 1) },
      bytes: percentile(
        answers.map(({ bytes }) => bytes),
        0.5,
      ),
    }
  }
  return figures
}

async function visitAll(visitors, accept, paths) {
  const answers = []
  let next = 0
  const visit = async (visitor) => {
    while (next < paths.length) {
      const path = paths[next++]
      const answer = await visitor.get(path, accept)
      if (answer.status !== 200)
        throw new Error(`${path} was answered ${answer.status}: ${answer.text().slice(0, 300)}`)
      answers.push(answer)
    }
  }
  await Promise.all(visitors.map(visit))
  return answers
}
