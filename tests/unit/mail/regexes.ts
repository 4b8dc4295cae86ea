import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'acorn'
import { transformSync } from 'esbuild'

export interface FoundRegex {
  place: string
  regex: RegExp
}

/** Every regular expression that stands in a folder's TypeScript, found in the syntax tree and not by searching text. */
export function regexesIn(folder: string, without: readonly string[]): FoundRegex[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => path.relative(process.cwd(), path.join(entry.parentPath, entry.name)))
    .filter((file) => !without.some((one) => file.startsWith(one)))
    .flatMap(regexesOf)
}

function regexesOf(file: string): FoundRegex[] {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'esnext' })
  const found: FoundRegex[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one)
    else if (node !== null && typeof node === 'object') {
      if ('regex' in node && isSource(node.regex)) {
        const { pattern, flags } = node.regex
        found.push({ place: `${file} /${pattern.slice(0, 60)}/`, regex: new RegExp(pattern, flags) })
      }
      for (const value of Object.values(node)) visit(value)
    }
  }
  visit(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }))
  return found
}

const isSource = (value: unknown): value is { pattern: string; flags: string } =>
  typeof value === 'object' &&
  value !== null &&
  'pattern' in value &&
  typeof value.pattern === 'string' &&
  'flags' in value &&
  typeof value.flags === 'string'
