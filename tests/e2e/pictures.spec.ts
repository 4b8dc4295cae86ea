import { expect, type Page, test } from '@playwright/test'
import { type OwnProduct, sendAsCustomer, signInAsOneAgent, startOwnProduct } from './support/own-product'

/** Remote pictures as an agent meets them: nothing leaves before he agrees, and then only we are asked. */
test.use({ locale: 'en-GB', viewport: { width: 1_440, height: 900 } })
test.setTimeout(240_000)

const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const from = 'News <news@shop.example>'
let product: OwnProduct

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('pictures')
})

test.afterAll(() => product?.stop())

test('pictures come after consent, from our address alone; the tracking pixel never', async ({ page }) => {
  await sendNewsletter('Spring sale')
  await signInAsOneAgent(page, product)
  const { foreign, pictures } = await watch(page)
  await page.getByText('Spring sale').first().click()

  const bar = page.getByRole('region', { name: 'Pictures on other servers' })
  await expect(bar).toContainText('2 remote pictures are blocked')
  await expect(bar).toContainText('1 tracking pixel is blocked for good')
  await expect(frameOf(page).locator('img')).toHaveCount(3)
  expect(pictures).toEqual([])

  const button = bar.getByRole('button', { name: 'Show pictures' })
  await button.press('Enter')
  await expect(bar).toContainText('loaded by our server')
  await expect(
    bar.getByRole('button', { name: 'Hide pictures' }),
    'the keyboard stays where it was',
  ).toBeFocused()
  await expect.poll(() => pictures.map((path) => path.split('/').at(-1)).sort()).toEqual(['0', '2'])
  await expect(frameOf(page).locator('img[src]')).toHaveCount(2)

  await bar.getByRole('button', { name: 'Hide pictures' }).click()
  await expect(frameOf(page).locator('img[src]')).toHaveCount(0)
  expect(foreign).toEqual([])
})

test('a sender who is always shown is shown at once in his next mail, until that is taken back', async ({
  page,
}) => {
  await sendNewsletter('Summer sale')
  await signInAsOneAgent(page, product)
  const { foreign } = await watch(page)
  await page.getByText('Summer sale').first().click()
  const bar = page.getByRole('region', { name: 'Pictures on other servers' })
  await bar.getByRole('button', { name: 'Always from news@shop.example' }).click()
  await expect(bar).toContainText('Pictures from news@shop.example are always shown here')

  await sendNewsletter('Autumn sale')
  await page.getByText('Autumn sale').first().click({ timeout: 30_000 })
  await expect(frameOf(page).locator('img[src]')).toHaveCount(2)
  await bar.getByRole('button', { name: 'Ask each time' }).click()
  await expect(bar).toContainText('2 remote pictures are blocked')
  await expect(frameOf(page).locator('img[src]')).toHaveCount(0)
  expect(foreign).toEqual([])
})

test('a mail that names this machine reaches nothing on it, even after consent', async ({ page }) => {
  const html = `<p>Hello</p><img src="${product.baseUrl}/api/health" alt="ours"><img src="http://127.0.0.1:${product.smtpPort}/" alt="inside">`
  await sendAsCustomer(product, { from, subject: 'Inside', html })
  await signInAsOneAgent(page, product)
  await page.getByText('Inside').first().click()
  const answers: number[] = []
  page.on('response', (response) => {
    if (response.url().includes('/api/pictures/')) answers.push(response.status())
  })
  await page.getByRole('button', { name: 'Show pictures' }).click()
  await expect.poll(() => answers).toEqual([422, 422])
})

test('a formatted mail is set in the product’s own typeface', async ({ page }) => {
  await sendAsCustomer(product, { from, subject: 'In our letters', html: '<p>Just <b>words</b>.</p>' })
  await signInAsOneAgent(page, product)
  await page.getByText('In our letters').first().click()
  await expect(frameOf(page).getByText('Just')).toBeVisible()
  const loaded = () =>
    page.evaluate(() => {
      const fonts = document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument?.fonts
      return [...(fonts ?? [])].filter(({ status }) => status === 'loaded').map(({ family }) => family)
    })
  await expect.poll(loaded).toContainEqual(expect.stringContaining('Inter'))
})

test('a mail laid out for a wide screen fits a narrow one, and its table keeps its words whole', async ({
  page,
}) => {
  await page.setViewportSize({ width: 500, height: 800 })
  const cells = Array.from({ length: 6 }, (_, index) => `<td>Column${index}</td>`).join('')
  const html = `<table width="100%"><tr><td align="center"><table width="640" border="1"><tr>${cells}</tr></table></td></tr></table>`
  await sendAsCustomer(product, { from, subject: 'Wide', html })
  await signInAsOneAgent(page, product)
  await page.getByText('Wide').first().click()
  await expect(frameOf(page).getByText('Column5')).toBeVisible()
  const overhang = () =>
    page.evaluate(() => {
      const root =
        document.querySelector<HTMLIFrameElement>('article iframe')?.contentDocument?.documentElement
      return root ? root.scrollWidth - root.clientWidth : Number.NaN
    })
  await expect.poll(overhang).toBe(0)
  const [word, line] = await Promise.all(
    ['td td', 'td td:last-child'].map((cell) => frameOf(page).locator(cell).first().boundingBox()),
  )
  expect(word?.height).toBe(line?.height)
  expect(word?.height).toBeLessThan(40)
})

test('a formatted mail without colours of its own is readable in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await sendAsCustomer(product, { from, subject: 'At night', html: '<p>Just <b>words</b>.</p>' })
  await signInAsOneAgent(page, product)
  await page.getByText('At night').first().click()
  await expect(frameOf(page).getByText('Just')).toBeVisible()
  await expect.poll(() => groundOf(page), 'as dark as the page').toBeLessThan(60)
  const ink = await frameOf(page)
    .locator('body')
    .evaluate((body) => getComputedStyle(body).color)
  expect(Math.min(...(ink.match(/\d+/g) ?? []).slice(0, 3).map(Number))).toBeGreaterThan(180)
})

/** How bright the ground of the last mail is painted, 0 to 255. */
async function groundOf(page: Page): Promise<number> {
  const picture = await page.locator('article iframe').last().screenshot()
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.width
    canvas.height = image.height
    const context = canvas.getContext('2d')
    context?.drawImage(image, 0, 0)
    return Math.max(...(context?.getImageData(image.width - 4, 4, 1, 1).data ?? []).slice(0, 3))
  }, picture.toString('base64'))
}

const frameOf = (page: Page) => page.frameLocator('article iframe').last()

async function sendNewsletter(subject: string): Promise<void> {
  const html =
    '<h1>Sale</h1><img src="https://shop.example/a.png" width="300" height="80" alt="Shoes">' +
    '<img src="https://shop.example/open?who=you" width="1" height="1"><img src="http://cdn.shop.example/b.png" alt="Hats">'
  await sendAsCustomer(product, { from, subject, html })
}

/** The pictures we are asked for are answered here: there is no shop. Everything that is not ours is written down. */
async function watch(page: Page): Promise<{ foreign: string[]; pictures: string[] }> {
  const foreign: string[] = []
  const pictures: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== product.baseUrl) foreign.push(request.url())
  })
  await page.route('**/api/pictures/**', async (route) => {
    pictures.push(new URL(route.request().url()).pathname)
    await route.fulfill({ contentType: 'image/gif', body: pixel })
  })
  return { foreign, pictures }
}
