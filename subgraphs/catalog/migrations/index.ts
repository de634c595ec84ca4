import initial from './0001-initial.ts';
import search from './0002-search.ts';
import images from './0003-images.ts';
import prices from './0004-prices.ts';
import sellerStanding from './0005-seller-standing.ts';
import facets from './0006-facets.ts';
import tablesOfProducts from './0007-tables-of-products.ts';
import pricesOnSale from './0008-prices-on-sale.ts';

export const migrations = [initial, search, images, prices, sellerStanding, facets, tablesOfProducts, pricesOnSale];
