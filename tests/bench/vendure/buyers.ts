import { PASSWORD, type Vendure } from './start.ts';

interface Answer {
  readonly data: Record<string, Result>;
  readonly token: string | null;
}
interface Result {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** One request to one of its two APIs, as a frontend sends it. Any error ends the run. */
async function ask(url: string, query: string, variables: object, token: string | null): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data: Answer['data']; errors?: unknown[] };
  if (errors) throw new Error(JSON.stringify(errors));
  return { data, token: response.headers.get('vendure-auth-token') ?? token };
}

const LIST = '{ products(options: { take: 24 }) { items { id name slug variants { id price currencyCode stockLevel } } } }';

/** The first 24 products, as a shop's front page asks for them. */
export async function list({ url }: Vendure): Promise<void> {
  const { data } = await ask(url, LIST, {}, null);
  if ((data.products!.items as unknown[]).length !== 24) throw new Error('the list is not full');
}

const LOG_IN = 'mutation ($name: String!, $password: String!) { login(username: $name, password: $password) { __typename } }';
const CREATE_CUSTOMER =
  'mutation ($input: CreateCustomerInput!, $password: String!) { createCustomer(input: $input, password: $password) { __typename } }';

/** Customers with an account, logged in; their tokens. */
export async function logInCustomers({ url }: Vendure, name: string, count: number): Promise<string[]> {
  const adminUrl = url.replace('shop-api', 'admin-api');
  const admin = await ask(adminUrl, LOG_IN, { name: 'superadmin', password: PASSWORD }, null);
  const tokens: string[] = [];
  for (let n = 0; n < count; n++) {
    const input = { emailAddress: `${name}-${n}@example.com`, firstName: 'Pat', lastName: name };
    await ask(adminUrl, CREATE_CUSTOMER, { input, password: PASSWORD }, admin.token);
    const { data, token } = await ask(url, LOG_IN, { name: input.emailAddress, password: PASSWORD }, null);
    if (data.login?.__typename !== 'CurrentUser') throw new Error(`a customer cannot log in: ${JSON.stringify(data)}`);
    tokens.push(token!);
  }
  return tokens;
}

const REFUSAL = '... on ErrorResult { errorCode message }';
const ADD = `mutation ($id: ID!) { result: addItemToOrder(productVariantId: $id, quantity: 1) { __typename ... on Order { id total } ${REFUSAL} } }`;
const CUSTOMER = `mutation ($input: CreateCustomerInput!) { result: setCustomerForOrder(input: $input) { __typename ${REFUSAL} } }`;
const ADDRESS = `mutation ($input: CreateAddressInput!) { result: setOrderShippingAddress(input: $input) { __typename ${REFUSAL} } }`;
const METHOD = `mutation { result: setOrderShippingMethod(shippingMethodId: ["1"]) { __typename ${REFUSAL} } }`;
const ARRANGE = `mutation { result: transitionOrderToState(state: "ArrangingPayment") { __typename ${REFUSAL} } }`;
const PAY = `mutation { result: addPaymentToOrder(input: { method: "standard-payment", metadata: {} }) { __typename ... on Order { state } ${REFUSAL} } }`;
const shippingAddress = { fullName: 'Pat', streetLine1: '1 Stoa Way', city: 'Athens', postalCode: '10555', countryCode: 'GR' };

/** A whole purchase by a customer who is logged in, or by a guest, who says who they are; whether it was paid, or why not. */
export async function purchase(
  { url }: Vendure,
  buyer: { readonly token: string } | { readonly guest: string },
  variantIds: readonly string[],
): Promise<string> {
  const isGuest = 'guest' in buyer;
  let token = isGuest ? null : buyer.token;
  const step = async (query: string, variables: object = {}): Promise<Result> => {
    const answer = await ask(url, query, variables, token);
    token = answer.token;
    return answer.data.result!;
  };
  const steps: [string, object?][] = variantIds.map((id) => [ADD, { id }]);
  if (isGuest) steps.push([CUSTOMER, { input: { emailAddress: `${buyer.guest}@example.com`, firstName: 'Pat', lastName: buyer.guest } }]);
  steps.push([ADDRESS, { input: shippingAddress }], [METHOD], [ARRANGE]);
  for (const [query, variables] of steps) {
    const { __typename, errorCode } = await step(query, variables);
    if (__typename !== 'Order') return String(errorCode);
  }
  const paid = await step(PAY);
  return String(paid.state ?? paid.errorCode);
}
