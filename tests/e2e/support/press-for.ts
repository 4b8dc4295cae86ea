import { expect, type Locator, type Page } from '@playwright/test'

/** Presses a key until what it calls is there: a page that was opened from within another shows no sign of being awake. */
export async function pressFor(page: Page, key: string, wanted: Locator): Promise<void> {
  await expect(async () => {
    if (!(await wanted.isVisible())) await page.keyboard.press(key)
    await expect(wanted).toBeVisible({ timeout: 3_000 })
  }).toPass()
}
