import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { changeOrganizationOperation, getOrganizationOperation } from '@/lib/api/operations/customers'
import { getOrganization } from '@/lib/organizations/get-organization'
import { renameOrganization } from '@/lib/organizations/rename-organization'

export const GET = apiRoute(getOrganizationOperation, getOrganization)

export const PATCH = apiRoute(changeOrganizationOperation, renameOrganization)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
