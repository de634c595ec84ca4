const link = (...names: string[]): string =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: [${names.map((name) => `"@${name}"`).join(', ')}])\n`;

/** Two media, people, shelves with slots, depots: cut apart along every kind of seam that federation offers. */
export const subgraphSdls: Readonly<Record<string, string>> = {
  catalog: `${link('key', 'shareable')}
    type Query { media(first: Int = 3): [Media!] medium(id: ID): Media book: Book! film: Film found(text: String): [Found] fragileBook: Book! genre: Genre @shareable }
    enum Genre { FICTION SCIENCE POETRY }
    input Range { min: Int = 1 max: Int tags: [String!] }
    interface Media @key(fields: "id") { id: ID! title: String! genre: Genre author: Person size: Size! price(range: Range): Money fragileNote: String! weight: Int! related(first: Int = 2, genre: Genre): [Media] }
    type Book implements Media @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! title: String! genre: Genre author: Person size: Size! price(range: Range): Money fragileNote: String! weight: Int! related(first: Int = 2, genre: Genre): [Media] pages: Int label(upper: Boolean): String }
    type Film implements Media @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! title: String! genre: Genre author: Person size: Size! price(range: Range): Money fragileNote: String! weight: Int! related(first: Int = 2, genre: Genre): [Media] minutes: Int label(upper: Boolean): Int }
    type Size @shareable { width: Int! height: Int! }
    type Money @shareable { amount: Int! currency: String }
    type Person @key(fields: "id") { id: ID! }
    type Shelf @key(fields: "id") { id: ID! }
    union Found = Book | Film | Person | Shelf
  `,
  people: `${link('key', 'shareable')}
    type Query { people: [Person!]! person(id: ID): Person genre: Genre @shareable }
    enum Genre { SCIENCE FICTION POETRY }
    type Person @key(fields: "id") { id: ID! name: String! nick(length: Int = 3): String fragileEmail: String! friends: [Person!] favourite: Genre home: Address address: Address! @shareable }
    type Address @shareable { street: String! town: String }
  `,
  storage: `${link('key', 'requires', 'external', 'provides', 'shareable')}
    type Query { shelves: [Shelf!] slot: Slot depots: [Depot] }
    type Shelf @key(fields: "id") { id: ID! name: String slots: [Slot!]! capacity: Int! keeper: Person @provides(fields: "address { street }") depot: Depot }
    type Slot @key(fields: "shelf { id } row") { shelf: Shelf! row: Int! holds: Media depth: Int fragileLock: Boolean! }
    interface Media { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! weight: Int! @external size: Size! @external shippingCost: Int @requires(fields: "weight size { width height }") slot: Slot price(range: Range): Money @external importTax: Int @requires(fields: "price(range: { max: 5 }) { amount }") }
    input Range { min: Int = 1 max: Int tags: [String!] }
    type Money @shareable { amount: Int! currency: String }
    type Film implements Media @key(fields: "sku") { id: ID! @external sku: String! weight: Int! @external shippingCost: Int @requires(fields: "weight") slot: Slot }
    type Size { width: Int! @external height: Int! @external }
    type Person @key(fields: "id") { id: ID! address: Address! @external }
    type Address @shareable { street: String! town: String }
    type Depot @key(fields: "code region") { code: String! region: String! name: String }
  `,
  ratings: `${link('key', 'interfaceObject', 'requires', 'external', 'shareable')}
    type Query { topRated: [Media!] bestPerson: Person }
    type Media @key(fields: "id") @interfaceObject { id: ID! score(scale: Int = 5): Float reviews(first: Int): [Review!] }
    type Review { stars: Int! text: String author: Person! of: Media fragileId: Int! }
    type Person @key(fields: "id") { id: ID! reviewCount: Int reviews: [Review] }
    type Slot @key(fields: "shelf { id } row") { shelf: Shelf! row: Int! rating: Int }
    type Shelf @key(fields: "id") { id: ID! capacity: Int! @external capacityLeft: Int @requires(fields: "capacity") }
    type Depot @key(fields: "code region") { code: String! region: String! rating: Float fee: Money }
    type Money @shareable { amount: Int! currency: String }
  `,
};
