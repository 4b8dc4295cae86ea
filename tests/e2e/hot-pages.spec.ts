import { expect, type Page, test } from '@playwright/test'
import { demoTenant, signInAsAgent } from './support/sign-in'

/** The pages of the inbox that are put together before Next sees the request, beside those that Next draws. */
const list = `/t/${demoTenant}/tickets`
const mark = 'id="inbox-seed"'

/** The first to ask for a page is answered by Next, in each process. */
async function untilPutTogether(page: Page, path: string): Promise<string> {
  let text = ''
  await expect(async () => {
    for (let n = 0; n < 4; n++) {
      text = await (await page.request.get(path)).text()
      expect(text).toContain(mark)
    }
  }).toPass()
  return text
}

/** What can be seen of a page, and what React finds when it wakes: tags, their attributes in any order, and texts. */
const markupOf = (page: Page, html: string): Promise<string[]> =>
  page.evaluate((text) => {
    const { body } = new DOMParser().parseFromString(text, 'text/html')
    for (const script of body.querySelectorAll('script')) script.remove()
    for (const time of body.querySelectorAll('time')) time.textContent = ''
    const lines: string[] = []
    const walker = document.createTreeWalker(body)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const attributes = node instanceof Element ? [...node.attributes] : []
      const written = attributes.map(({ name, value }) => `${name}=${value}`).sort()
      lines.push([node.nodeName, node.nodeValue ?? '', ...written].join(' '))
    }
    return lines
  }, html)

for (const path of [
  `${list}?view=all`,
  `${list}/1?view=all`,
  `${list}/2?view=all`,
  `${list}?subject=nothing`,
]) {
  test(`what is drawn beside Next is what Next draws: ${path}`, async ({ page }) => {
    await signInAsAgent(page)
    const here = await untilPutTogether(page, path)
    // This query is left to Next, and says nothing to the inbox.
    const next = await (await page.request.get(`${path}&other=|`)).text()
    expect(next).not.toContain(mark)
    expect(await markupOf(page, here)).toEqual(await markupOf(page, next))
  })
}

test('a page that was put together wakes up without a complaint, and goes on from there', async ({
  page,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    // A mail's frame runs no scripts, which the browser reports as it should.
    const isOfFrame = /frame is sandboxed/.test(message.text())
    if (['error', 'warning'].includes(message.type()) && !isOfFrame) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await signInAsAgent(page)
  await untilPutTogether(page, `${list}?view=all`)
  await untilPutTogether(page, `${list}/1?view=all`)
  await page.goto(`${list}?view=all`)
  expect(await page.content()).toContain(mark)
  const rows = page.locator('a[data-number]')
  await expect(rows.first()).toBeVisible()
  await rows.first().click()
  await expect(page.getByRole('article').first()).toBeVisible()
  await page.goto(`${list}/1?view=all`)
  await page
    .getByRole('button', { name: /^Stato/ })
    .first()
    .click()
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.goBack()
  await expect(rows.first()).toBeVisible()
  expect(complaints).toEqual([])
})
