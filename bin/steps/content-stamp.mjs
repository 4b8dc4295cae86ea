import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const generated = new Set(['node_modules', 'generated', '.git', '.next', 'dist', '.data'])

/** A hash over the contents of files and folders, so that a step runs again when, and only when, they changed. */
export async function stampOf(rootDir, places) {
  const files = (await Promise.all(places.map((place) => listFiles(rootDir, place)))).flat().sort()
  const contents = await Promise.all(files.map((file) => readFile(path.join(rootDir, file))))
  const hash = createHash('sha256').update(process.version)
  for (const [index, file] of files.entries()) hash.update(`\0${file}\0`).update(contents[index])
  return hash.digest('hex')
}

export async function isStampCurrent(file, stamp) {
  return (await readFile(file, 'utf8').catch(() => null)) === stamp
}

export async function writeStamp(file, stamp) {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, stamp)
}

async function listFiles(rootDir, place) {
  let entries
  try {
    entries = await readdir(path.join(rootDir, place), { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [place]
    if (error.code === 'ENOENT') return []
    throw error
  }
  const nested = entries
    .filter((entry) => !generated.has(entry.name))
    .map((entry) => {
      const inside = path.join(place, entry.name)
      return entry.isDirectory() ? listFiles(rootDir, inside) : [inside]
    })
  return (await Promise.all(nested)).flat()
}
