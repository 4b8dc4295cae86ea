import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { type EntranceFacts, factsOfEntrance } from '@/app/_entrance/inventory'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import * as accessInputs from '@/lib/access/inputs'
import * as apiFields from '@/lib/api/fields'
import * as apiInputs from '@/lib/api/inputs'
import * as blockedAddressInputs from '@/lib/blocked-addresses/inputs'
import * as channelInputs from '@/lib/channels/inputs'
import * as customerInputs from '@/lib/customers/inputs'
import * as inboundInputs from '@/lib/inbound/inputs'
import * as mailboxInputs from '@/lib/mailboxes/inputs'
import * as oauthInputs from '@/lib/oauth/inputs'
import * as ticketInputs from '@/lib/tickets/inputs'

const rootDir = path.resolve(import.meta.dirname, '../../..')

/** Everything under app/ that somebody on the internet can call. */
export interface Entry {
  kind: 'page' | 'route' | 'action'
  file: string
  /** The page's path, `GET /path` of a route, the name of an action. */
  name: string
  facts: EntranceFacts | undefined
  /** The fields that name rows, and of which kind: `{ ticketId: 'TicketId' }`. */
  ids: Record<string, string>
  handler: unknown
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export async function listEntries(folder = 'app'): Promise<Entry[]> {
  const files = listFiles(folder)
  const entries: Entry[] = []
  for (const file of files) {
    if (file.endsWith('/route.ts')) entries.push(...(await routesOf(file)))
    else if (/\/page\.tsx$|^app\/page\.tsx$/.test(file)) entries.push(pageOf(file))
    else if (isServerActionFile(file)) entries.push(...(await actionsOf(file)))
  }
  return entries.sort((a, b) => (`${a.kind} ${a.name}` < `${b.kind} ${b.name}` ? -1 : 1))
}

export const sourceOf = (file: string): string => readFileSync(path.join(rootDir, file), 'utf8')

export const loadModule = (file: string): Promise<Record<string, unknown>> => import(path.join(rootDir, file))

export function listFiles(folder: string): string[] {
  return readdirSync(path.join(rootDir, folder), { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && /\.tsx?$/.test(found.name))
    .map((found) => path.relative(rootDir, path.join(found.parentPath, found.name)))
    .sort()
}

export const isServerActionFile = (file: string): boolean => /^\s*['"]use server['"]/.test(sourceOf(file))

async function routesOf(file: string): Promise<Entry[]> {
  const module = await loadModule(file)
  return Object.entries(module)
    .filter(([name, handler]) => methods.includes(name) || handler !== methodNotAllowed)
    .map(([name, handler]) => entryOf('route', file, `${name} ${urlOf(file)}`, handler))
}

async function actionsOf(file: string): Promise<Entry[]> {
  const module = await loadModule(file)
  return Object.entries(module).map(([name, handler]) => entryOf('action', file, name, handler))
}

const pageOf = (file: string): Entry => entryOf('page', file, urlOf(file), undefined)

function entryOf(kind: Entry['kind'], file: string, name: string, handler: unknown): Entry {
  const facts = factsOfEntrance(handler)
  return { kind, file, name, facts, ids: facts && facts.kind !== 'open' ? idsOf(facts.input) : {}, handler }
}

function urlOf(file: string): string {
  const folders = path.dirname(file).split('/').slice(1)
  return `/${folders.filter((folder) => !/^\(.*\)$/.test(folder)).join('/')}`
}

/** A brand leaves no trace at run time, so a kind is known by its schema being the very one of the inputs' files. */
const kinds = new Map<unknown, string>(
  [
    ticketInputs,
    accessInputs,
    apiInputs,
    apiFields,
    channelInputs,
    oauthInputs,
    customerInputs,
    mailboxInputs,
    inboundInputs,
    blockedAddressInputs,
  ]
    .flatMap((inputs): [string, unknown][] => Object.entries(inputs))
    .filter(([name]) => /Id$|^TicketNumber$/.test(name))
    .map(([name, schema]) => [schema, name]),
)

/** UUIDs that name no row: made by the browser. */
const notOfRows = ['idempotencyKey']

function idsOf(input: z.ZodType): Record<string, string> {
  if (!(input instanceof z.ZodObject)) throw new Error('an input is a strict object')
  const ids: Record<string, string> = {}
  for (const [field, schema] of Object.entries(input.shape)) {
    const inner = unwrap(schema)
    const kind = kinds.get(inner)
    if (kind) ids[field] = kind
    else if (inner instanceof z.ZodUUID && !notOfRows.includes(field))
      throw new Error(`${field} names a row by an unbranded id`)
  }
  return ids
}

function unwrap(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap())
  return schema
}
