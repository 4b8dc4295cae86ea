import { expect, type Locator } from '@playwright/test'

/**
 * Waits until React listens to what the server drew: a field that is filled in earlier keeps its text, and the form
 * behind it knows nothing of it. React leaves the properties of an element with it.
 */
export async function untilAwake(element: Locator): Promise<void> {
  await expect
    .poll(() => element.evaluate((node) => Object.keys(node).some((key) => key.startsWith('__reactProps'))))
    .toBe(true)
}
