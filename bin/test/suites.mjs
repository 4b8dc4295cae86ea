/**
 * The kinds of test, in the order they run. `needs`: a PostgreSQL, the bundled programs, the built pages, a program of Debian's. The
 * architecture comes after the build because it looks into the browser's bundles.
 */
export const suites = [
  { name: 'unit', runner: 'vitest', needs: [] },
  { name: 'architecture', runner: 'vitest', needs: ['pages', 'postgres'] },
  { name: 'database', runner: 'vitest', needs: ['programs', 'postgres'] },
  { name: 'inngest', runner: 'vitest', needs: ['programs', 'postgres'] },
  { name: 'http', runner: 'vitest', needs: ['programs', 'postgres'] },
  { name: 'e2e', runner: 'playwright', needs: ['programs', 'pages', 'postgres', 'chromium'] },
]

/** Splits the arguments into suites to run (all when none is named) and what is handed to the runner. */
export function chooseSuites(args) {
  const names = new Set(suites.map((suite) => suite.name))
  const named = args.filter((arg) => names.has(arg))
  return {
    chosen: named.length === 0 ? suites : suites.filter((suite) => named.includes(suite.name)),
    filters: args.filter((arg) => !names.has(arg)),
  }
}
