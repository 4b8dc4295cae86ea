import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createOrganizationOperation, listOrganizationsOperation } from '@/lib/api/operations/customers'
import { createOrganization } from '@/lib/organizations/create-organization'
import { listOrganizations } from '@/lib/organizations/list-organizations'

export const GET = apiRoute(listOrganizationsOperation, listOrganizations)

export const POST = apiRoute(createOrganizationOperation, (scope, { name }, { effectId }) =>
  createOrganization(scope, { id: effectId, name }),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
