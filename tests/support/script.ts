import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** One of the plain scripts under bin/, which carry no types: the caller says what it takes from it. */
export async function script<T>(file: string): Promise<T> {
  return import(pathToFileURL(path.resolve(import.meta.dirname, '../..', file)).href)
}
