import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { behavioursDocument } from './support/behaviours-document'

writeFileSync(path.resolve(import.meta.dirname, '../docs/behaviours.md'), behavioursDocument())
