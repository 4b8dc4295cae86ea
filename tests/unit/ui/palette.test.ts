import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** What globals.css says, light first; contrast as WCAG 2.2 computes it (1.4.3, relative luminance). */
const css = readFileSync('app/globals.css', 'utf8')
const hues = Array.from({ length: 12 }, (_, hue) => hue)
const themes = ['light', 'dark'] as const

test.each(hues)('hue %i carries its own text at 4.5:1 in both themes', (hue) => {
  for (const theme of themes) {
    expect(
      contrast(colorOf(`--hue-${hue}-ink`, theme), colorOf(`--hue-${hue}`, theme)),
    ).toBeGreaterThanOrEqual(4.5)
  }
})

test.each(hues)('the dot of hue %i stands out from every ground it is drawn on at 3:1', (hue) => {
  for (const theme of themes) {
    for (const ground of ['surface', 'canvas', 'hover', 'float', 'selected']) {
      expect(
        contrast(colorOf(`--hue-${hue}-dot`, theme), colorOf(`--color-${ground}`, theme)),
        `${ground} ${theme}`,
      ).toBeGreaterThanOrEqual(3)
    }
  }
})

test('the twelve hues are twelve different colours', () => {
  for (const theme of themes) {
    expect(new Set(hues.map((hue) => colorOf(`--hue-${hue}`, theme))).size).toBe(hues.length)
  }
})

/** Every text colour with every ground on which it is used. */
const pairs: [ink: string, ground: string][] = [
  ...['canvas', 'surface', 'sunken', 'float', 'hover', 'selected', 'accent-soft', 'agent', 'note'].flatMap(
    (ground): [string, string][] => [
      ['ink', ground],
      ['ink-muted', ground],
    ],
  ),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ...['surface', 'canvas', 'agent', 'note', 'accent-soft', 'float', 'hover'].map(
    (ground): [string, string] => ['accent-text', ground],
  ),
  ['note-ink', 'note'],
  ['paper-ink', 'paper'],
  ...['danger', 'warn', 'ok'].flatMap((status): [string, string][] => [
    [`status-${status}`, 'surface'],
    [`status-${status}`, 'agent'],
    [`status-${status}`, `status-${status}-soft`],
  ]),
]

test.each(pairs)('%s is readable on %s in both themes', (ink, ground) => {
  for (const theme of themes) {
    expect(
      contrast(colorOf(`--color-${ink}`, theme), colorOf(`--color-${ground}`, theme)),
      theme,
    ).toBeGreaterThanOrEqual(4.5)
  }
})

test('the border of a field stands out at 3:1', () => {
  for (const theme of themes) {
    expect(
      contrast(colorOf('--color-control-line', theme), colorOf('--color-surface', theme)),
    ).toBeGreaterThanOrEqual(3)
  }
})

test('the post office’s own colours are readable in both themes', () => {
  const postOffice = css.slice(css.indexOf('.postoffice {'))
  const own = (name: string, theme: (typeof themes)[number]) => colorOf(`--color-${name}`, theme, postOffice)
  for (const theme of themes) {
    expect(contrast(own('accent-text', theme), own('surface', theme))).toBeGreaterThanOrEqual(4.5)
    for (const ground of ['accent', 'accent-hover']) {
      expect(contrast(colorOf('--color-accent-ink', theme), own(ground, theme))).toBeGreaterThanOrEqual(4.5)
    }
    for (const ground of ['canvas', 'surface', 'hover', 'selected']) {
      for (const ink of ['ink', 'ink-muted']) {
        expect(
          contrast(colorOf(`--color-${ink}`, theme), own(ground, theme)),
          `${ink} on ${ground} ${theme}`,
        ).toBeGreaterThanOrEqual(4.5)
      }
    }
  }
})

function colorOf(name: string, theme: (typeof themes)[number], source = css): string {
  const found = new RegExp(`${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(source)
  const color = found?.[theme === 'light' ? 1 : 2]
  if (!color) throw new Error(`${name} is not in globals.css`)
  return color
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
