/** Stands in for the hooks of `next/navigation`, which only answer below Next's own router. */
const still = () => {}

export const useRouter = () => ({ push: still, replace: still, refresh: still, prefetch: still })
export const usePathname = () => '/t/alpha/tickets'
export const useSearchParams = () => new URLSearchParams()
export const useParams = () => ({ tenant: 'alpha' })
