/**
 * What an action answers a browser: a value, or why not, in words the person can read. `fields` names what was
 * wrong in a form.
 */
export type ActionResult<T> =
  | { ok: true; value: T }
  | { ok: false; code: string; message: string; fields?: Record<string, string> }
