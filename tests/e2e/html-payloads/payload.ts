/**
 * A piece of HTML that runs or loads something in an unguarded page. `$JS` stands for a statement that reports itself,
 * `$URL` for an address that does, `$HOST` for its host; `$DATA(…)` is its content in base64, with those filled in.
 */
export type Payload = string

/** What a payload becomes under its number: reports carry that number. */
export function arm(payload: Payload, number: number): string {
  const host = `p${number}.evil.test`
  const filled = payload
    .replaceAll('$JS', `top.postMessage(${number},\`*\`)`)
    .replaceAll('$URL', `http://${host}/x`)
    .replaceAll('$HOST', host)
  return filled.replace(/\$DATA\((.*?)\)\$/gs, (_, content: string) =>
    Buffer.from(content).toString('base64'),
  )
}

export const numberOfHost = (host: string): number | null => {
  const found = /^p(\d+)\.evil\.test$/.exec(host)
  return found ? Number(found[1]) : null
}
