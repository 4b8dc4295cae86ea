/** The value below which this share of the values lies, to a tenth. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0)
}

export const round = (value) => Math.round(value * 10) / 10
