/** What an operation answers when a refusal is expected: a value, or a code the caller can act on. */
export type Result<T, E extends string = string> = { ok: true; value: T } | { ok: false; code: E }

/**
 * What an action answers a browser: a value, or why not, in words the person can read. `fields` names what was
 * wrong in a form.
 */
export type ActionResult<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string> }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const refused = <E extends string>(code: E): { ok: false; code: E } => ({ ok: false, code })

/** Ends a switch over a union: compiles only when every member was handled. */
export function unreachable(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`)
}
