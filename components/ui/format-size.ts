const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** 840 → "840 byte", 1,234,567 → "1.2 MB", in the reader's language. */
export function formatSize(sizeBytes: number, locale: string): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unit] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value)
}
