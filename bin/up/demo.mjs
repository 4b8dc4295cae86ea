import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Who is in the demo data and which addresses it has; the seed reads the same file. */
export const readDemo = () =>
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../prisma/demo/demo.json'), 'utf8'))
