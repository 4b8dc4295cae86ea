import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { script } from '../../../support/script'
import { freePort } from '../../../support/worker-process'

/** A PostgreSQL of one's own that syncs what it commits, on one port through all its lives. */
export interface KillablePostgres {
  readonly url: string
  /** As when the power fails: the server and all that serve for it, at once. */
  kill(): Promise<void>
  /** Starts it again on what lies on the disk. */
  start(): Promise<void>
  stop(): Promise<void>
}

interface Cluster {
  url: string
  pid: number
  exited: Promise<void>
  stop(): Promise<void>
}

const rootDir = path.resolve(import.meta.dirname, '../../../..')

export async function startKillablePostgres(): Promise<KillablePostgres> {
  const { startCluster } = await script<{ startCluster(options: object): Promise<Cluster> }>(
    'bin/postgres/cluster.mjs',
  )
  const { findServerUser } = await script<{ findServerUser(): { uid: number; gid: number } | null }>(
    'bin/postgres/server-user.mjs',
  )
  const folder = await mkdtemp(path.join(tmpdir(), 'postino-chaos-'))
  const user = findServerUser()
  if (user) await chown(folder, user.uid, user.gid)
  const port = await freePort()
  const begin = () =>
    startCluster({
      rootDir,
      dataDir: path.join(folder, 'data'),
      spareDir: folder,
      password: 'postgres',
      port,
      settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', max_connections: '100' },
    })
  let cluster = await begin()
  return {
    url: cluster.url,
    kill: async () => {
      const pids = [cluster.pid, ...(await childrenOf(cluster.pid))]
      for (const pid of pids) killNow(pid)
      await cluster.exited
    },
    start: async () => {
      cluster = await begin()
    },
    stop: async () => {
      await cluster.stop()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** PostgreSQL's processes lead groups of their own: they are found by their parent (proc(5), field 4). */
async function childrenOf(parent: number): Promise<number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    names.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(fields[1]) === parent ? [Number(name)] : []
    }),
  )
  return found.flat()
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It was gone already: that is what was wanted.
  }
}
