import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const rootDir = path.resolve(import.meta.dirname, '../../..')

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  path: string
  text: string
  imports: Import[]
}

export interface Import {
  /** A repository path without extension for our own files, else the package's specifier. */
  target: string
  isOwn: boolean
  isTypeOnly: boolean
  names: string[]
}

const folders = ['app', 'bin', 'components', 'i18n', 'inngest', 'lib', 'prisma', 'tests']
const skipped = new Set(['node_modules', 'generated', '.next', 'dist'])

/** Every file of ours that is code. */
export function sourceFiles(): SourceFile[] {
  const top = readdirSync(rootDir).filter((name) => /\.(ts|mjs)$/.test(name) && name !== 'next-env.d.ts')
  return [...top, ...folders.flatMap(listFiles)].map((file) => {
    const text = readFileSync(path.join(rootDir, file), 'utf8')
    return { path: file, text, imports: importsOf(file, text) }
  })
}

export const inFolder =
  (...prefixes: string[]) =>
  (file: SourceFile): boolean =>
    prefixes.some((prefix) => file.path.startsWith(prefix))

function listFiles(folder: string): string[] {
  return readdirSync(path.join(rootDir, folder), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${folder}/${entry.name}`
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : listFiles(inside)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [inside] : []
  })
}

const statement =
  /^[ \t]*(?:import|export)\s+(type\s+)?(?:([\w*{}\s,$]+?)\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/gm

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(statement)].map(([, typeOnly, clause = '', specifier, dynamic]) => {
    const names = clause
      .replaceAll(/[{}]/g, ' ')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    const isTypeOnly =
      typeOnly !== undefined || (names.length > 0 && names.every((name) => name.startsWith('type ')))
    return { ...resolve(file, specifier ?? dynamic ?? ''), isTypeOnly, names }
  })
}

function resolve(file: string, specifier: string): { target: string; isOwn: boolean } {
  if (specifier.startsWith('@/')) return { target: specifier.slice(2), isOwn: true }
  if (specifier.startsWith('.'))
    return { target: path.posix.join(path.posix.dirname(file), specifier), isOwn: true }
  return { target: specifier, isOwn: false }
}
