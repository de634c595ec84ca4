export { isSigned, signAddress } from './signed-address.ts';
