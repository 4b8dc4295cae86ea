/**
 * Signs in as the sign-in page does.
 * @returns {Promise<string>} the cookie header of the session
 */
export async function signIn(baseUrl, email, password) {
  const cookies = new Map()
  const keep = (response) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
  }
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const first = await fetch(`${baseUrl}/api/auth/csrf`)
  keep(first)
  const { csrfToken } = await first.json()
  const answer = await fetch(`${baseUrl}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: header(), origin: baseUrl },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: '/' }),
  })
  keep(answer)
  if (![...cookies.keys()].some((name) => name.endsWith('postino.session'))) {
    throw new Error(`signing in was answered ${answer.status}: ${await answer.text()}`)
  }
  return header()
}
