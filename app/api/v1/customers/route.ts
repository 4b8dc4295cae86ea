import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { createCustomerOperation, listCustomersOperation } from '@/lib/api/operations/customers'
import { createCustomer } from '@/lib/customers/create-customer'
import { listCustomers } from '@/lib/customers/list-customers'

export const GET = apiRoute(listCustomersOperation, listCustomers)

export const POST = apiRoute(createCustomerOperation, (scope, input, { effectId }) =>
  createCustomer(scope, { ...input, id: effectId }),
)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
