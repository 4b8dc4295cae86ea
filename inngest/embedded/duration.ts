const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Milliseconds of a duration as the SDK writes it ("90s", "1h30m", "2w"); null when it is none. "" is 0. */
export function parseDurationMs(text: string): number | null {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)]
  if (parts.map((part) => part[0]).join('') !== text) return null
  return parts.reduce((sum, [, amount = '0', unit = 'ms']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0)
}
