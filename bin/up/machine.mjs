import { statfs } from 'node:fs/promises'

const oldestNode = [20, 19]
const megabyte = 1024 * 1024
/** Dependencies, build and a young database; later only what the database needs to start. */
const roomBytes = { fresh: 2_500 * megabyte, later: 200 * megabyte }

export function assertNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const isOldEnough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  if (!isOldEnough) {
    throw new Error(
      `Postino needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}: install a newer one.`,
    )
  }
}

export async function assertRoomOnDisk(rootDir, isFresh) {
  const { bavail, bsize } = await statfs(rootDir)
  const needed = isFresh ? roomBytes.fresh : roomBytes.later
  if (bavail * bsize >= needed) return
  const free = Math.round((bavail * bsize) / megabyte)
  throw new Error(
    `The disk is nearly full: ${free} MB are free under ${rootDir} and ${needed / megabyte} MB are needed. Make room and start again.`,
  )
}
