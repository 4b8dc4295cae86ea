import { subjectObjects, subjectTopics } from '../made-up-texts.mjs'

const json = 'application/json'
const html = 'text/html'

/**
 * What agents look at: the addresses of the inbox's JSON and of its pages, in turn over views, queues, states, pages of the
 * list, tickets old and new, and words to look for (in every subject, in some, in one, in none).
 *
 * @param {import('./visitor.mjs').Visitor} visitor somebody who may ask which queues and tickets there are
 * @returns {Promise<Record<string, { accept: string, paths: string[] }>>}
 */
export async function listPlaces(visitor, slug, count) {
  const read = async (place) => {
    const answer = await visitor.get(`/t/${slug}/data/${place}`, json)
    if (answer.status !== 200) throw new Error(`${place} was answered ${answer.status}: ${answer.text()}`)
    return JSON.parse(answer.text())
  }
  const overview = await read('overview')
  const filters = listFilters(overview)
  const cursors = await findCursors(read, filters)
  const [newest] = (await read('tickets?view=all&limit=1')).items
  const words = searchWords(newest.number)

  const lists = take(count, (n) => query(filters[n % filters.length]))
  // Every third request asks for a further page.
  const pagedLists = take(count, (n) => (n % 3 === 2 ? query(cursors[n % cursors.length]) : lists[n]))
  const searches = take(count, (n) => query({ ...filters[(n * 7) % 5], subject: words[n % words.length] }))
  const numbers = take(count, (n) => numberOf(n, newest.number))
  const pages = `/t/${slug}/tickets`
  const data = `/t/${slug}/data/tickets`
  return {
    json_list: { accept: json, paths: pagedLists.map((text) => data + text) },
    json_ticket: { accept: json, paths: numbers.map((number) => `${data}/${number}`) },
    json_subject: { accept: json, paths: searches.map((text) => data + text) },
    json_overview: { accept: json, paths: take(count, () => `/t/${slug}/data/overview`) },
    html_list: { accept: html, paths: lists.map((text) => pages + text) },
    html_ticket: {
      accept: html,
      paths: numbers.map((number, n) => `${pages}/${number}${lists[n % 4]}`),
    },
    html_subject: { accept: html, paths: searches.map((text) => pages + text) },
  }
}

const views = ['open', 'mine', 'unassigned', 'unregistered', 'closed', 'all', 'joins']

function listFilters({ queues, states }) {
  return [
    ...views.map((view) => ({ view })),
    ...queues.map(({ id }) => ({ view: 'open', queueId: id })),
    ...queues.map(({ id }) => ({ view: 'all', queueId: id })),
    ...states.map(({ id }) => ({ view: 'all', stateId: id })),
    ...queues.map(({ id }) => ({ view: 'unassigned', queueId: id })),
    ...queues.map(({ id }) => ({ view: 'unregistered', queueId: id })),
  ]
}

/** The second to the sixth page of every list that has so many. */
async function findCursors(read, filters) {
  const found = []
  for (const filter of filters) {
    let cursor = null
    for (let page = 0; page < 5; page++) {
      const { nextCursor } = await read(`tickets${query({ ...filter, cursor })}`)
      if (nextCursor === null) break
      found.push({ ...filter, cursor: nextCursor })
      cursor = nextCursor
    }
  }
  return found
}

/** "order" is in every subject; a single letter is in all and in no index; the last are in one and in none. */
const searchWords = (newest) => [
  ...['order', 'Order 1', 'o', 'in'],
  ...subjectTopics.slice(0, 10).map((topic) => topic.split(' ')[0]),
  ...subjectObjects.slice(0, 10),
  ...['order 10234', `order ${10_000 + Math.floor(newest / 2)}`, 'zeppelin', 'zz'],
]

/** Two of three among the newest twentieth, the rest anywhere; the steps are prime so that few come twice. */
const numberOf = (n, newest) =>
  n % 3 === 2 ? 1 + ((n * 7_919) % newest) : newest - ((n * 101) % Math.max(1, Math.floor(newest / 20)))

const take = (count, make) => Array.from({ length: count }, (_, n) => make(n))

function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return `?${new URLSearchParams(given)}`
}
