/** A name given twice becomes a list, which no schema of ours takes: two readers cannot see two different values. */
export function readQueryFields(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
