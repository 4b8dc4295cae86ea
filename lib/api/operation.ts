import type { z } from 'zod'
import type { ErrorCode } from '@/lib/errors'
import type { KeyScope } from '@/lib/tenancy/key-scopes'

export const apiTags = [
  'Tickets',
  'Messages',
  'Files',
  'Customers',
  'Organizations',
  'Queues',
  'States',
  'Mailboxes',
  'Agents',
] as const
export type ApiTag = (typeof apiTags)[number]

/**
 * One thing a program can ask for: what its route takes and answers, and what the reference says about it. The
 * names in the path's braces are fields of `input`; its other fields are the query of a GET and the body of the rest.
 */
export interface ApiOperation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  id: string
  method: 'GET' | 'POST' | 'PATCH'
  /** Below /api/v1. */
  path: `/${string}`
  tag: ApiTag
  summary: string
  description?: string
  scope: KeyScope
  input: I
  /** `file`: the body is the file itself, and `input` is read from headers. */
  takes?: 'file'
  output: O
  /** `file`: the answer is the file itself. */
  answers?: 'file'
  status: 200 | 201
  /** Refusals beyond those that every operation has. */
  refusals: readonly ErrorCode[]
}

export const defineOperation = <I extends z.ZodObject, O extends z.ZodType>(
  operation: ApiOperation<I, O>,
): ApiOperation<I, O> => operation

export const pathFieldsOf = ({ path }: ApiOperation): string[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
