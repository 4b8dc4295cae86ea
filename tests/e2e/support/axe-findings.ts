import type { Page } from '@playwright/test'
import axe from 'axe-core'

declare global {
  interface Window {
    axe: typeof axe
  }
}

/**
 * By every rule, in the page itself. Axe would also enter the frames of mails and wait there for ever: no script
 * runs in them, axe's neither. That they have a name is a rule of the page.
 */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const violations = await page.evaluate(
    async () => (await window.axe.run(document, { iframes: false })).violations,
  )
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
  )
}
