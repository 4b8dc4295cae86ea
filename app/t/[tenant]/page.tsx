import { redirect } from 'next/navigation'
import { requireAgent } from '@/app/_entrance/require-agent'

/** A tenant's own address opens its inbox. */
export default async function TenantPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await requireAgent((await params).tenant)
  redirect(`/t/${tenant.slug}/tickets`)
}
