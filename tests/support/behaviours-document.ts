import { coverage } from '../coverage'

/** docs/behaviours.md, from the table of tests/coverage.ts. */
export function behavioursDocument(): string {
  const all = coverage.flatMap((chapter) => chapter.behaviours)
  const shown = all.filter((behaviour) => behaviour.shownBy !== 'not yet').length
  return [
    '# What Postino does, and the test that shows it',
    '',
    `Written by \`npm run docs:behaviours\` from \`tests/coverage.ts\`. ${shown} of ${all.length} are shown by a test.`,
    ...coverage.flatMap(({ title, behaviours }) => [
      '',
      `## ${title}`,
      '',
      '| | behaviour | shown by |',
      '| --- | --- | --- |',
      ...behaviours.map(({ row, what, shownBy }) => `| ${row} | ${what} | ${cell(shownBy)} |`),
    ]),
    '',
  ].join('\n')
}

function cell(shownBy: (typeof coverage)[number]['behaviours'][number]['shownBy']): string {
  if (shownBy === 'not yet') return 'not yet'
  return shownBy.map(([file, test]) => `[${test.replaceAll('|', '\\|')}](../tests/${file})`).join('<br>')
}
