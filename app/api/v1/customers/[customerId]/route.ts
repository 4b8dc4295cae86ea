import { apiRoute } from '@/app/_entrance/api-route'
import { methodNotAllowed } from '@/app/_entrance/route-answers'
import { changeCustomerOperation, getCustomerOperation } from '@/lib/api/operations/customers'
import { changeCustomer } from '@/lib/customers/change-customer'
import { getCustomer } from '@/lib/customers/get-customer'

export const GET = apiRoute(getCustomerOperation, getCustomer)

export const PATCH = apiRoute(changeCustomerOperation, changeCustomer)

export { methodNotAllowed as HEAD, methodNotAllowed as OPTIONS }
