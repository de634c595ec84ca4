export { forget, gather, type HeldRow, type Holding, holding } from './holding.ts';
export { type PersonalData, type PersonalDataContracts, personalData } from './personal-data.ts';
