import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * PostgreSQL refuses to run as root. Started by root, the server runs as `postino`, an account made for it; where
 * accounts cannot be made, as `nobody`.
 *
 * @typedef {{ name: string, uid: number, gid: number }} ServerUser
 * @returns {ServerUser | null} null when we are no root: the server runs as ourselves
 */
export function findServerUser() {
  if (process.getuid?.() !== 0) return null
  const existing = findAccount('postino')
  if (existing) return existing
  spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postino'],
    {
      stdio: 'ignore',
    },
  )
  const account = findAccount('postino') ?? findAccount('nobody')
  if (!account) {
    throw new Error(
      'PostgreSQL cannot run as root and there is no other account: start Postino as an ordinary user.',
    )
  }
  return account
}

/** @param {ServerUser} user @param {string} file */
export function canUserReach(user, file) {
  const { status } = spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', file], {
    uid: user.uid,
    gid: user.gid,
    cwd: '/',
    stdio: 'ignore',
  })
  return status === 0
}

function findAccount(name) {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  if (!line) return null
  const [, , uid, gid] = line.split(':')
  return { name, uid: Number(uid), gid: Number(gid) }
}
